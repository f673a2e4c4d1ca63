"""What is said of broken rules: any stream, any text, any action by name."""

SENTENCES: dict[str, str] = {
    # Any stream
    "stream.missing": "找不到这条{noun}记录,可能尚未同步到本机。",
    "stream.other_log": "这条记录写在别处,不能更改这里的{noun}。",
    "stream.exists": "这条{noun}记录已经存在,不能重复登记。",
    "stream.malformed": "这条记录的内容不完整或格式不对。",
    "stream.erased": "内容已按要求删除,不能再更改。",
    "amend.unknown_field": "没有可以更正的“{field}”一栏。",
    "amend.conflict": "更正“{field}”时,原值已被他人改过:两个版本都已保留,请选定其一。",
    "amend.fixed": "“{field}”一栏是其他记录的依据,不能更正。",
    "amend.unsettled": "“{field}”一栏有冲突的版本,请先选定其一。",
    "field.empty": "请填写“{field}”。",
    "field.number": "“{field}”须为万亿以内的数,最多{places}位小数。",
    "field.day_ahead": "日期({day})不能晚于今天。",
    "amend.nothing": "没有任何改动。",
    "settle.nothing": "“{field}”一栏没有待处理的冲突。",
    # What the command line is told to do
    "action.unknown": "没有名为“{action}”的操作,可用的操作见 renda-desktop actions。",
    "action.not_json": "这一行不是一个 JSON 对象。",
    "action.missing": "缺少“{place}”。",
    "action.unknown_field": "没有名为“{place}”的一项。",
    "action.wrong_form": "“{place}”的内容不合要求。",
    "file.unreadable": "打不开这个文件,请检查文件名和权限。",
    "file.unwritable": "写不了这个文件,请检查文件夹、磁盘空间和权限。",
    "file.full": "磁盘空间不够,文件没有存成。请清理磁盘,或换一个位置。",
    "printer.none": "这台电脑没有可用的打印机。可以先另存为 PDF,到别处打印。",
    "printer.refused": "打印机没有接受这份文件。请检查打印机是否开机、有纸、连接正常。",
    "paper.press": "这份材料没有排出来:排版程序意外结束。请再试一次,或少选一些内容。",
    "restore.yes": "恢复会替换现有数据:确定的话请加 --yes。",
    "reference.line": "前面没有标为“{ref}”并且成功的一行。",
    "reference.unknown": "找不到“{place}”所指的{noun}。",
    "reference.several": "“{place}”所指的{noun}有{count}条,请改用编号。",
    # Text from outside
    "text.control": "第{place}个字符(U+{code})是无法显示的控制字符,请删除后重试。",
    "text.long": "最多填写{limit}个字,现在是{count}个字。",
    "text.phone": "电话号码不对,请填写手机号(13812345678)或座机号(0574-87654321)。",
}
