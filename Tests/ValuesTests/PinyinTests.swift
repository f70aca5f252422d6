import Testing

@testable import Values

@Suite struct PinyinTests {
  @Test func `names sort as in a directory`() {
    let sorted = [
      "3M中国", "58同城", "阿里巴巴", "Apple", "百度", "长城汽车", "长沙银行", "重庆啤酒", "科", "科技", "科技有限公司", "可", "Kelly", "乐视", "Oracle",
      "腾讯",
      "厦门航空", "小米", "占", "张三", "中国", "重汽",
    ]
    var generator = SeededGenerator(seed: 9)
    let shuffled = sorted.shuffled(using: &generator)
    #expect(
      shuffled.sorted { Pinyin.sortKey(of: $0).utf8.lexicographicallyPrecedes(Pinyin.sortKey(of: $1).utf8) } == sorted)
    for (first, second) in [
      ("科", "科技"), ("科技", "可"), ("可乐", "Kelly"), ("3M", "阿"), ("占", "张"), ("长城", "Chen"), ("重庆", "中国"), ("ａ", "B"),
      ("路", "吕"), ("58同城", "Apple"),
    ] {
      #expect(
        Pinyin.sortKey(of: first).utf8.lexicographicallyPrecedes(Pinyin.sortKey(of: second).utf8), "\(first) \(second)")
    }
  }

  @Test func `characters are read by their words`() {
    for (text, spelling) in [
      ("长城", "changcheng"), ("长沙", "changsha"), ("董事长", "dongshizhang"), ("重庆", "chongqing"), ("重汽", "zhongqi"),
      ("厦门", "xiamen"), ("大厦", "dasha"),
      ("乐视", "leshi"), ("音乐", "yinyue"), ("银行", "yinhang"), ("行业", "hangye"), ("行动", "xingdong"),
      ("深圳市长城", "shenzhenshichangcheng"), ("首都有限", "shouduyouxian"),
      ("科技 Lab", "keji lab"), ("女装", "nvzhuang"), ("会计", "kuaiji"), ("商会", "shanghui"), ("西藏", "xizang"),
      ("六安", "luan"), ("集成分公司", "jichengfengongsi"),
      ("华为", "huawei"), ("银行长沙分行", "yinhangchangshafenhang"), ("", ""), ("ＶＩＰ客户", "vipkehu"),
    ] { #expect(Pinyin.spelling(of: text) == spelling, "\(text)") }
  }

  @Test func `a surname is read as one only in a person's name`() {
    for (name, person, text) in [
      ("单田芳", "shantianfang", "dantianfang"), ("解晓东", "xiexiaodong", "jiexiaodong"),
      ("任正非", "renzhengfei", "renzhengfei"), ("仇英", "qiuying", "chouying"), ("尉迟恭", "yuchigong", "yuchigong"),
    ] {
      #expect(Pinyin.spelling(of: name, kind: .person) == person)
      #expect(Pinyin.spelling(of: name) == text)
    }
    #expect(Pinyin.syllable(of: "任") == Pinyin.Syllable(letters: "ren", tone: 4))
    #expect(Pinyin.sortKey(of: "任正非", kind: .person).hasPrefix("ren2任"))
  }

  @Test func `initials keep Latin letters and digits`() {
    for (text, initials) in [("科技", "kj"), ("科技 Lab-3", "kjlab3"), ("重庆啤酒（集团）", "cqpjjt"), ("上海", "sh"), ("", "")] {
      #expect(Pinyin.initials(of: text) == initials)
    }
    #expect(Pinyin.syllable(of: "a") == nil)
    #expect(Pinyin.readings(of: "科A").map { $0?.letters } == ["ke", nil])
  }

  @Test func `the key is bounded, and the same for texts that fold alike`() {
    let long = String(repeating: "装", count: 10_000)
    #expect(Pinyin.sortKey(of: long).utf8.count <= 40 * 12)
    var generator = SeededGenerator(seed: 10)
    for _ in 0..<5_000 {
      let text = HostileText.mutation(using: &generator)
      let key = Pinyin.sortKey(of: text)
      #expect(key == Pinyin.sortKey(of: TextFolding.folded(text)), "\(text)")
      #expect(key.utf8.count <= 40 * 12)
    }
  }

  @Test func `every reading of the table is a syllable`() {
    var known = 0
    for value in UInt32(0x3400)...0x9FFF {
      guard let scalar = Unicode.Scalar(value), let syllable = Pinyin.syllable(of: scalar) else { continue }
      known += 1
      guard (1...6).contains(syllable.letters.utf8.count), (1...5).contains(syllable.tone) else {
        Issue.record("\(scalar) \(syllable)")
        return
      }
    }
    #expect(known > 26_000)
  }
}
