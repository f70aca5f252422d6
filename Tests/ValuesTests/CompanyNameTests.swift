import Testing
import Values

/// Which names may mean one company.
@Suite struct CompanyNameTests {
  private func name(_ text: String) -> CompanyName { CompanyName(folded: TextFolding.folded(text)) }

  private func isSame(_ one: String, _ other: String) -> Bool {
    let (one, other) = (name(one), name(other))
    guard one.core == other.core else { return false }
    guard let place = one.place, let second = other.place else { return true }
    return place.agrees(with: second)
  }

  @Test(arguments: [
    ("星河软件有限公司", "星河软件"), ("星河软件有限责任公司", "星河软件集团"), ("星河软件股份有限公司", "星河软件集团有限公司"),
    ("深圳市星河软件有限公司", "星河软件有限公司"), ("深圳星河软件", "深圳市星河软件有限公司"), ("广东省深圳市星河软件", "深圳星河软件"),
    ("广东星河软件", "深圳星河软件"), ("星河软件（深圳）有限公司", "深圳市星河软件有限公司"), ("星河软件（中国）有限公司", "星河软件"),
    ("ＡＣＭＥ（上海）有限公司", "acme有限公司"), ("内蒙古自治区包头市星河", "包头星河"), ("吉林省吉林市星河软件", "吉林星河软件"),
  ])
  func `place and legal form are set apart`(one: String, other: String) {
    #expect(isSame(one, other))
  }

  @Test(arguments: [
    ("北京星河软件有限公司", "深圳星河软件有限公司"), ("星河软件", "星河网络"), ("北京银行", "上海银行"), ("广州星河", "深圳星河"),
    ("广东星河软件", "浙江杭州星河软件"), ("Acme Inc", "Acme Ltd"), ("有限公司", "集团"),
  ])
  func `other companies stay others`(one: String, other: String) {
    #expect(!isSame(one, other))
  }

  @Test(arguments: ["有限公司", "集团", "股份", "深圳市", "深圳", "北京市有限公司", "", "(", ")", "()", "（）有限公司", "（深圳）有限公司"])
  func `something of a name always stays`(text: String) {
    #expect(name(text).core.isEmpty == text.isEmpty)
  }

  @Test func `nothing is stored where the name says it itself`() {
    #expect(CompanyName.storedCore(folded: "acme inc") == nil)
    #expect(CompanyName.storedCore(folded: "星河软件") == nil)
    #expect(CompanyName.storedCore(folded: "星河软件集团") == "星河软件")
    #expect(CompanyName.storedCore(folded: "深圳市星河软件有限公司") == "星河软件\u{1F}深圳")
  }
}
