"""Texts in the other script of their language: Serbian in Latin letters, Chinese in traditional characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

OTHER_SCRIPTS = {"sr-Latn": "sr", "zh-Hant": "zh"}  # BCP 47 tags of the columns that these texts make, and their label
# Texts in the second script are guesses at what is rarer than the neighbours that they resemble: Bosnian and Croatian
# sentences gain as much as Serbian ones in Latin letters lose, on held-out texts of all three.
SCRIPT_NATS = {"sr-Latn": -0.7}
# Scripts with too many letters for all of them to be seen; the rest are a guess, by language and expected count.
OPEN_SCRIPTS = {
    "zh": (0x4E00, 0xA000, 0.3),
    "zh-Hant": (0x4E00, 0xA000, 0.3),
    "ja": (0x4E00, 0xA000, 0.1),
    "ko": (0xAC00, 0xD7A4, 0.3),
}
# Serbian is written in both scripts, letter for letter; the texts at hand are Cyrillic only.
_CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
_LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š"
# The most frequent simplified characters, each before its usual traditional one; the texts at hand are simplified.
_SIMPLIFIED_TRADITIONAL = (
    "们們这這个個来來为為国國时時说說对對会會过過发發学學还還没沒经經种種开開关關无無问問间間长長样樣现現见見两兩动動"
    "机機进進实實点點业業电電与與员員东東书書车車气氣军軍门門马馬鸟鳥鱼魚龙龍龟龜风風飞飛华華万萬亿億儿兒几幾从從众眾"
    "让讓认認识識该該请請谁誰谈談读讀课課讲講许許论論设設访訪证證评評词詞试試诗詩话話语語误誤诉訴调調谢謝议議记記训訓"
    "产產亲親体體传傳价價伤傷优優儿兒党黨兰蘭写寫农農冲衝决決况況净淨减減凤鳳凯凱则則刚剛创創别別剧劇办辦务務劳勞势勢"
    "区區医醫协協单單卖賣卫衛历歷厂廠厅廳厉厲压壓县縣双雙变變叶葉号號吗嗎听聽启啟吴吳员員响響团團园園围圍图圖圆圓圣聖场場"
    "块塊坏壞坚堅坛壇报報块塊处處备備复復头頭夹夾夺奪奋奮妇婦妈媽孙孫宁寧宝寶审審宽寬宾賓寻尋导導将將尔爾层層岁歲岛島师師帅帥"
    "带帶帮幫广廣庄莊庆慶库庫应應废廢张張弹彈强強归歸当當录錄征徵径徑忆憶怀懷态態总總恶惡悬懸惊驚惯慣惧懼戏戲战戰户戶"
    "执執扩擴扫掃担擔拥擁择擇挂掛挡擋换換据據损損摆擺数數敌敵断斷旧舊显顯晓曉术術权權条條极極构構标標树樹桥橋检檢楼樓"
    "欢歡欧歐残殘毕畢汉漢汇匯汤湯沟溝泪淚泽澤洁潔测測济濟浓濃涛濤润潤涨漲渐漸温溫湾灣满滿灭滅灯燈灵靈灾災炉爐热熱爱愛爷爺"
    "状狀独獨猎獵献獻环環玛瑪画畫疗療盐鹽监監盘盤码碼矿礦确確础礎离離积積称稱稳穩穷窮竞競笔筆筑築签簽简簡类類粮糧紧緊"
    "纪紀约約级級纯純纳納纷紛纸紙线線练練组組细細织織终終结結给給络絡绝絕统統继繼绩績绪緒续續维維综綜绿綠缘緣编編缩縮网網罗羅"
    "职職联聯聪聰肃肅肤膚肠腸胜勝脑腦脚腳脸臉舰艦节節艺藝苏蘇药藥荣榮获獲营營虑慮虽雖蓝藍补補装裝观觀规規视視览覽觉覺触觸"
    "负負财財责責败敗货貨质質购購贯貫贵貴贸貿费費资資赛賽赞贊趋趨跃躍践踐转轉轮輪软軟轻輕载載较較辆輛辈輩输輸边邊达達迁遷"
    "运運连連远遠违違适適选選递遞逻邏遗遺邓鄧邮郵郑鄭酱醬释釋针針钟鐘钢鋼钱錢铁鐵银銀锋鋒错錯键鍵镇鎮闭閉闲閒闻聞阅閱"
    "队隊阳陽阴陰阵陣阶階际際陆陸陈陳险險随隨隐隱难難雾霧静靜韩韓页頁项項顺順须須顾顧预預领領颜顏题題额額饭飯饮飲馆館驻駐验驗"
    "骑騎麦麥黄黃齐齊齿齒后後里裡台臺么麼于於"
)


def with_other_scripts(records: Sequence[dict[str, Any]], language: str = "language") -> list[dict[str, Any]]:
    """Add every Serbian and Chinese record once more in the other script.

    Parameters
    ----------
    records : sequence of dict
        With ``text`` and the field `language`.

    Returns
    -------
    list of dict
        The records, then the new ones, whose `language` is ``sr-Latn`` or ``zh-Hant``.
    """
    tables = {"sr": ("sr-Latn", _serbian()), "zh": ("zh-Hant", _chinese())}
    more = []
    for record in records:
        if record.get(language) in tables:
            tag, table = tables[record[language]]
            more.append({"text": record["text"].translate(table), language: tag})
    return [*records, *more]


def _serbian() -> dict[int, str]:
    pairs = dict(zip(_CYRILLIC, _LATIN.split(), strict=True))
    return str.maketrans(pairs | {lower.upper(): latin.capitalize() for lower, latin in pairs.items()})


def _chinese() -> dict[int, str]:
    return str.maketrans(dict(zip(_SIMPLIFIED_TRADITIONAL[::2], _SIMPLIFIED_TRADITIONAL[1::2], strict=True)))
