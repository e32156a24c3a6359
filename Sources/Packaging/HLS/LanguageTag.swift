/// Language tags for playlists (BCP 47), made from the codes that media files carry.
public enum LanguageTag {
  /// The BCP 47 tag for a file's language code, or nil when the language is unknown.
  ///
  /// An ISO 639-2 code (bibliographic or terminological) that has a two-letter form is written with that
  /// form: "eng" is "en", "ger" and "deu" are "de". Other tags pass with their subtags ("pt_BR" is "pt-BR").
  /// "und", an empty text and what is no tag at all give nil.
  public static func bcp47(_ code: String) -> String? {
    let subtags = code.split(whereSeparator: { $0 == "-" || $0 == "_" })
    guard let first = subtags.first?.lowercased(), first != "und" else { return nil }
    guard subtags.allSatisfy({ isSubtag($0) }), isPrimary(first) else { return nil }
    let language = twoLetters[first] ?? first
    return ([language] + subtags.dropFirst().map(String.init)).joined(separator: "-")
  }

  private static func isSubtag(_ text: Substring) -> Bool {
    (1...8).contains(text.utf8.count)
      && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
  }

  /// Whether a text can be the primary subtag: two to eight letters, or "x" and "i" that only lead others.
  private static func isPrimary(_ text: String) -> Bool {
    (2...8).contains(text.utf8.count) && text.utf8.allSatisfy { (97...122).contains($0) }
  }

  /// ISO 639-2 codes and their ISO 639-1 forms.
  private static let twoLetters: [String: String] = {
    var table: [String: String] = [:]
    for pair in pairs.split(separator: ",") {
      table[String(pair.prefix(3))] = String(pair.suffix(2))
    }
    return table
  }()

  private static let pairs = """
    aar aa,abk ab,afr af,aka ak,alb sq,amh am,ara ar,arg an,arm hy,asm as,ava av,ave ae,aym ay,\
    aze az,bak ba,bam bm,baq eu,bel be,ben bn,bih bh,bis bi,bod bo,bos bs,bre br,bul bg,bur my,\
    cat ca,ces cs,cha ch,che ce,chi zh,chu cu,chv cv,cor kw,cos co,cre cr,cym cy,cze cs,dan da,\
    deu de,div dv,dut nl,dzo dz,ell el,eng en,epo eo,est et,eus eu,ewe ee,fao fo,fas fa,fij fj,\
    fin fi,fra fr,fre fr,fry fy,ful ff,geo ka,ger de,gla gd,gle ga,glg gl,glv gv,gre el,grn gn,\
    guj gu,hat ht,hau ha,heb he,her hz,hin hi,hmo ho,hrv hr,hun hu,hye hy,ibo ig,ice is,ido io,\
    iii ii,iku iu,ile ie,ina ia,ind id,ipk ik,isl is,ita it,jav jv,jpn ja,kal kl,kan kn,kas ks,\
    kat ka,kau kr,kaz kk,khm km,kik ki,kin rw,kir ky,kom kv,kon kg,kor ko,kua kj,kur ku,lao lo,\
    lat la,lav lv,lim li,lin ln,lit lt,ltz lb,lub lu,lug lg,mac mk,mah mh,mal ml,mao mi,mar mr,\
    may ms,mkd mk,mlg mg,mlt mt,mon mn,mri mi,msa ms,mya my,nau na,nav nv,nbl nr,nde nd,ndo ng,\
    nep ne,nld nl,nno nn,nob nb,nor no,nya ny,oci oc,oji oj,ori or,orm om,oss os,pan pa,per fa,\
    pli pi,pol pl,por pt,pus ps,que qu,roh rm,ron ro,rum ro,run rn,rus ru,sag sg,san sa,sin si,\
    slk sk,slo sk,slv sl,sme se,smo sm,sna sn,snd sd,som so,sot st,spa es,sqi sq,srd sc,srp sr,\
    ssw ss,sun su,swa sw,swe sv,tah ty,tam ta,tat tt,tel te,tgk tg,tgl tl,tha th,tib bo,tir ti,\
    ton to,tsn tn,tso ts,tuk tk,tur tr,twi tw,uig ug,ukr uk,urd ur,uzb uz,ven ve,vie vi,vol vo,\
    wel cy,wln wa,wol wo,xho xh,yid yi,yor yo,zha za,zho zh,zul zu
    """
}
