/// The provinces and cities that companies carry in front of their names.
package enum ChinesePlaces {
  package struct Place: Sendable, Hashable {
    /// Without 省 or 市.
    package let name: String
    /// Of a city, the province that it lies in; a province's own name of a province.
    package let province: String

    package var isProvince: Bool { name == province }

    /// Whether two places can be one company's: the same one, or a city and its province.
    package func agrees(with other: Place) -> Bool {
      name == other.name || province == other.province && (isProvince || other.isProvince)
    }
  }

  package static func place(named name: String) -> Place? {
    var name = name
    return name.withUTF8 { bytes in
      key(bytes, 0, bytes.count).flatMap { table[$0]?.first { $0.bytes.count == bytes.count && $0.matches(bytes, 0) } }
    }?.place
  }

  /// The place that stands at `start`, with its 省 or 市 where it has one; the longest where several do.
  static func prefix(
    of bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
  ) -> (end: Int, place: Place)? {
    guard let key = key(bytes, start, end), let entries = table[key] else { return nil }
    for entry in entries where end &- start >= entry.bytes.count && entry.matches(bytes, start) {
      let after = start &+ entry.bytes.count
      for ending in entry.place.isProvince ? provinceEndings : cityEndings {
        let whole = after &+ ending.utf8CodeUnitCount
        guard whole <= end else { continue }
        let stands = ending.withUTF8Buffer { text in
          text.indices.allSatisfy { bytes[after &+ $0] == text[$0] }
        }
        if stands { return (whole, entry.place) }
      }
      return (after, entry.place)
    }
    return nil
  }

  private static let provinceEndings: [StaticString] = ["维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市"]
  private static let cityEndings: [StaticString] = ["市"]

  // MARK: The table

  private struct Entry: Sendable {
    let bytes: [UInt8]
    let place: Place

    func matches(_ other: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
      for place in bytes.indices where other[start &+ place] != bytes[place] { return false }
      return true
    }
  }

  /// The first two characters, three bytes each.
  private static func key(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UInt64? {
    guard end &- start >= 6, bytes[start] >= 0xE4, bytes[start &+ 3] >= 0xE4 else { return nil }
    var key: UInt64 = 0
    for place in start..<(start &+ 6) { key = key << 8 | UInt64(bytes[place]) }
    return key
  }

  private static let table: [UInt64: [Entry]] = {
    var table: [UInt64: [Entry]] = [:]
    for line in listed.split(separator: "\n") {
      let names = line.split(separator: " ").map(String.init)
      guard let province = names.first else { continue }
      for name in names {
        let bytes = Array(name.utf8)
        guard let key = bytes.withUnsafeBufferPointer({ key($0, 0, $0.count) }) else { continue }
        table[key, default: []].append(Entry(bytes: bytes, place: Place(name: name, province: province)))
        if let count = table[key]?.count, count > 1 {
          table[key]?.sort { $0.bytes.count > $1.bytes.count }
        }
      }
    }
    return table
  }()

  /// A province a line, its prefecture-level cities behind it, with the county-level cities whose companies are many.
  /// Source: the administrative divisions of the Ministry of Civil Affairs (民政部).
  private static let listed = """
    北京
    上海
    天津
    重庆
    香港
    澳门
    台湾 台北 高雄 台中 台南 新竹
    河北 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安
    山西 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
    内蒙古 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布
    辽宁 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛
    吉林 长春 四平 辽源 通化 白山 松原 白城 延边
    黑龙江 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化
    江苏 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 江阴 常熟 张家港 太仓 宜兴
    浙江 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 慈溪 余姚 诸暨 永康 温岭
    安徽 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
    福建 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江 石狮 南安
    江西 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
    山东 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
    河南 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源
    湖北 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门
    湖南 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
    广东 广州 深圳 珠海 汕头 佛山 韶关 湛江 肇庆 江门 茂名 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮
    广西 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左
    海南 海口 三亚 三沙 儋州 琼海
    四川 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳
    贵州 贵阳 六盘水 遵义 安顺 毕节 铜仁
    云南 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 西双版纳
    西藏 拉萨 日喀则 昌都 林芝 山南 那曲
    陕西 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛
    甘肃 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南
    青海 西宁 海东
    宁夏 银川 石嘴山 吴忠 固原 中卫
    新疆 乌鲁木齐 克拉玛依 吐鲁番 哈密 伊犁 喀什 石河子
    """
}
