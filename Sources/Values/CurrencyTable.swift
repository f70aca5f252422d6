/// The currencies of ISO 4217 (amendment 176) that are in common use in trade.
///
/// Chinese names follow the usage of the Bank of China's rate board.
enum CurrencyTable {
  struct Entry: Sendable {
    let code: String
    let digits: Int
    let symbol: String
    let chinese: String
    /// Further spellings, folded.
    let others: [String]

    init(_ code: String, _ digits: Int, _ symbol: String, _ chinese: String, _ others: String...) {
      self.code = code
      self.digits = digits
      self.symbol = symbol
      self.chinese = chinese
      self.others = others
    }
  }

  /// Rows 0 to 4 are named in `Currency`.
  static let rows: [Entry] = [
    Entry("CNY", 2, "¥", "人民币", "元", "圆", "块", "块钱", "人民币元", "元人民币", "rmb", "cn¥", "yuan", "renminbi"),
    Entry("USD", 2, "US$", "美元", "美金", "us dollar", "us dollars", "$us", "u.s.$"),
    Entry("EUR", 2, "€", "欧元", "euro", "euros"),
    Entry("GBP", 2, "£", "英镑", "镑", "pound", "pounds", "pound sterling"),
    Entry("JPY", 0, "JP¥", "日元", "日圆", "円", "yen", "jpy¥"),
    Entry("HKD", 2, "HK$", "港币", "港元", "港纸", "hong kong dollar", "hong kong dollars"),
    Entry("TWD", 2, "NT$", "新台币", "台币", "新台幣", "台幣", "ntd", "taiwan dollar", "taiwan dollars"),
    Entry("MOP", 2, "MOP$", "澳门元", "澳门币", "葡币", "pataca"),
    Entry("KRW", 0, "₩", "韩元", "韩圆", "韩币", "won"),
    Entry("SGD", 2, "S$", "新加坡元", "新元", "坡币", "sg$", "singapore dollar", "singapore dollars"),
    Entry("AUD", 2, "A$", "澳大利亚元", "澳元", "澳币", "au$", "australian dollar", "australian dollars"),
    Entry("CAD", 2, "C$", "加拿大元", "加元", "加币", "ca$", "canadian dollar", "canadian dollars"),
    Entry("NZD", 2, "NZ$", "新西兰元", "纽元", "新西兰币", "new zealand dollar"),
    Entry("CHF", 2, "CHF", "瑞士法郎", "瑞郎", "swiss franc", "swiss francs"),
    Entry("THB", 2, "฿", "泰国铢", "泰铢", "baht"),
    Entry("VND", 0, "₫", "越南盾", "越盾", "dong"),
    Entry("MYR", 2, "RM", "马来西亚林吉特", "林吉特", "马币", "令吉", "ringgit"),
    Entry("INR", 2, "₹", "印度卢比", "卢比", "rupee", "rupees"),
    Entry("IDR", 2, "Rp", "印度尼西亚卢比", "印尼盾", "印尼卢比", "rupiah"),
    Entry("PHP", 2, "₱", "菲律宾比索", "philippine peso"),
    Entry("RUB", 2, "₽", "卢布", "俄罗斯卢布", "rouble", "ruble", "rubles"),
    Entry("AED", 2, "AED", "阿联酋迪拉姆", "迪拉姆", "dirham"),
    Entry("SAR", 2, "SAR", "沙特里亚尔", "里亚尔", "riyal"),
    Entry("QAR", 2, "QAR", "卡塔尔里亚尔"),
    Entry("KWD", 3, "KWD", "科威特第纳尔"),
    Entry("BHD", 3, "BHD", "巴林第纳尔"),
    Entry("OMR", 3, "OMR", "阿曼里亚尔"),
    Entry("JOD", 3, "JOD", "约旦第纳尔"),
    Entry("ILS", 2, "₪", "以色列新谢克尔", "谢克尔", "shekel"),
    Entry("TRY", 2, "₺", "土耳其里拉", "里拉", "lira"),
    Entry("SEK", 2, "SEK", "瑞典克朗"),
    Entry("NOK", 2, "NOK", "挪威克朗"),
    Entry("DKK", 2, "DKK", "丹麦克朗"),
    Entry("PLN", 2, "zł", "波兰兹罗提", "兹罗提", "zloty"),
    Entry("CZK", 2, "CZK", "捷克克朗"),
    Entry("HUF", 2, "HUF", "匈牙利福林", "福林", "forint"),
    Entry("RON", 2, "RON", "罗马尼亚列伊"),
    Entry("UAH", 2, "₴", "乌克兰格里夫纳", "格里夫纳", "hryvnia"),
    Entry("KZT", 2, "₸", "哈萨克斯坦坚戈", "坚戈", "tenge"),
    Entry("MNT", 2, "₮", "蒙古图格里克", "图格里克", "tugrik"),
    Entry("PKR", 2, "PKR", "巴基斯坦卢比"),
    Entry("BDT", 2, "৳", "孟加拉塔卡", "塔卡", "taka"),
    Entry("LKR", 2, "LKR", "斯里兰卡卢比"),
    Entry("NPR", 2, "NPR", "尼泊尔卢比"),
    Entry("KHR", 2, "៛", "柬埔寨瑞尔", "瑞尔", "riel"),
    Entry("LAK", 2, "₭", "老挝基普", "基普", "kip"),
    Entry("MMK", 2, "MMK", "缅甸元", "缅元", "缅币", "kyat"),
    Entry("BRL", 2, "R$", "巴西里亚尔", "雷亚尔", "巴西雷亚尔", "reais"),
    Entry("MXN", 2, "MX$", "墨西哥比索", "mexican peso"),
    Entry("ARS", 2, "ARS", "阿根廷比索"),
    Entry("CLP", 0, "CLP", "智利比索"),
    Entry("COP", 2, "COP", "哥伦比亚比索"),
    Entry("PEN", 2, "PEN", "秘鲁索尔"),
    Entry("ZAR", 2, "ZAR", "南非兰特", "兰特", "rand"),
    Entry("EGP", 2, "EGP", "埃及镑"),
    Entry("NGN", 2, "₦", "尼日利亚奈拉", "奈拉", "naira"),
    Entry("KES", 2, "KES", "肯尼亚先令"),
  ]

  /// Made when the first currency is named, not before.
  static let rowOfSpelling: [String: Int] = {
    var result: [String: Int] = [:]
    for (row, entry) in rows.enumerated() {
      for spelling in [entry.code.lowercased(), entry.symbol.lowercased(), entry.chinese] + entry.others {
        // The first to claim a spelling keeps it; a test holds that none is claimed twice.
        if result[spelling] == nil { result[spelling] = row }
      }
    }
    return result
  }()
}
