"""What is said of the exchange with the server: what happened, what is safe, what to do next."""

SENTENCES: dict[str, str] = {
    # The way there
    "sync.offline": "连不上服务器,可能是网络不通。记录都在本机,可以照常工作;网络恢复后会再次同步。",
    "sync.slow": "服务器很久没有回应。记录都在本机,可以照常工作;稍后会再次同步。",
    "sync.not_the_server": "回应的不是中心服务器,可能要先登录上网,或网关拦截了连接。记录都在本机:"
    "请在浏览器中确认能够上网,再同步。",
    "sync.other_server": "这个地址上的是另一台服务器,没有同步,本机数据没有改动:请核对服务器地址。",
    "sync.certificate": "没有信任服务器的证书({reason}),没有同步,记录都在本机:"
    "请把这句话告诉系统管理员。",
    "sync.ca_file": "打不开证书文件,或它不是 PEM 格式:请向系统管理员要单位的 CA 证书。",
    "sync.address": "服务器地址应当写成 https://服务器名称 的样子。",
    "sync.busy": "服务器正忙,{seconds}秒后再试。记录都在本机,可以照常工作。",
    "sync.often": "本机找服务器过于频繁,{seconds}秒后再试。记录都在本机,可以照常工作。",
    "sync.broken": "服务器出错,没有完成同步。记录都在本机,可以照常工作;请稍后再试,"
    "仍然不行请告诉系统管理员。",
    "sync.garbled": "传来的内容不完整或读不懂,没有采用。记录都在本机;稍后会再次同步。",
    "sync.too_large": "传来的内容过大,没有采用。记录都在本机:请告诉系统管理员。",
    # Who one is
    "sync.not_enrolled": "本机还没有登记到中心服务器:请向系统管理员要登记码。",
    "sync.code": "登记码不对、已经用过或已经过期:请核对,或向系统管理员要新的登记码。",
    "sync.revoked": "本机的登记已被停用,没有同步。记录都在本机:请联系系统管理员。",
    "sync.unknown_device": "服务器上没有本机的登记。记录都在本机:请向系统管理员要登记码,重新登记。",
    "sync.not_granted": "本机无权读写其中一些记录,没有同步。记录都在本机:请联系系统管理员。",
    "sync.station_ended": "本机与中心服务器同步本站记录的权限已被收回,不再同步。"
    "本机的记录一条也没有删除,仍可查看和导出:请联系系统管理员。",
    "sync.signature": "签名没有通过校验,没有采用。记录都在本机:请告诉系统管理员。",
    "sync.clock": "本机时钟与服务器相差太大,没有同步。记录都在本机:请校准时钟后再试。",
    "sync.newer": "服务器已经升级,本版本不能与它同步。记录都在本机,可以照常工作:请升级程序。",
    "sync.empty": "服务器上还没有这个联络站的记录:请先在站内第一台电脑上建站并登记、同步。",
    "sync.no_clerk": "这个联络站没有名为“{name}”的在用经办人:请核对姓名。",
    "sync.nothing_granted": "这个登记码没有给本机任何联络站的记录:请联系系统管理员。",
    # What came does not fit what is here
    "sync.forked": "本机的数据可能是复制或由备份恢复的,与服务器所知的不符,“{scope}”没有再上传。"
    "记录都在本机:请用新的登记码重新登记本机。",
    "sync.behind": "服务器上“{scope}”的记录比本机已经收到的少,可能刚由备份恢复。"
    "本机没有改动,也没有删除任何记录:请告诉系统管理员。",
    "sync.chain": "服务器上“{scope}”的记录与本机已经收到的接不上,没有采用。"
    "本机没有改动:请告诉系统管理员。",
    "sync.forged": "“{scope}”里有操作不是所署设备签名的,可能有人在服务器上改过记录。"
    "本机的记录没有改动:请立即告诉系统管理员,并在终端运行 renda-desktop verify。",
    "sync.stopped": "同步中途停下。已经传完的不会重传,其余的下次继续。",
    # Whose log it is
    "scope.from_above": "{noun}由上级发布(“{scope}”),这里只能查看,不能更改。",
    "scope.not_theirs": "这位经办人没有在“{scope}”或它的上级区域登记,不能写入那里的记录。",
    "station.no_code": "区域不接待群众,也不登记事项:请先选定在哪个联络站工作。",
    "scope.unknown": "本机没有名为“{name}”的范围:请用 renda-desktop sync status 查看。",
    "scope.needed": "本机的联络站、它的上级区域,以及当前经办人登记的范围不能退出。",
    "scope.waiting": "“{scope}”还有没有同步的操作:请先同步,再退出。",
    "scope.not_here": "本机没有“{scope}”的记录,或不能写入那里。",
    # Why the server refused an action
    "refused.malformed": "内容不完整或格式不对",
    "refused.digest": "内容与校验值不符",
    "refused.too_large": "一次操作的内容过多",
    "refused.taken": "编号与另一条记录相同",
    "refused.permission": "经办人当时没有这项权限",
    "refused.unknown": "服务器没有接受({rule})",
    # What verifying finds
    "verify.signature": "有 {count} 次操作与签名不符。",
    "verify.receipt": "有 {count} 次操作与服务器的回执不符。",
    "verify.chain": "与服务器交换过的记录有 {count} 处接不上。",
    "verify.certificate": "有 {count} 台设备的证书与服务器的签名不符。",
}
