"""What is said where a server was put back to a time before, and where it tells two histories."""

SENTENCES: dict[str, str] = {
    "sync.two_histories": "服务器对“{scope}”先后说了两种不同的历史,没有采用。"
    "本机没有改动,也没有删除任何记录:请立即告诉系统管理员,并保留本机数据。",
    "sync.letter": "服务器恢复之后,本机的编号字母已给了另一台电脑。"
    "记录都在本机:请用新的登记码重新登记本机。",
    "bundle.refill": "服务器由备份恢复过,缺少本机已经传过的记录;同步包带不了这么多。"
    "本机没有改动:请让本机连上服务器的网络同步一次。",
    "server.ledger": "写不进或读不出 server.ledger(停用设备、清除内容的记录):"
    "请检查磁盘,或从备份取回这个文件。",
    "verify.checkpoint": "服务器签过字的进度有 {count} 处与本机的记录不符。",
}
