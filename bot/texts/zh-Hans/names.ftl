# Names of things: dates, states, roles, classes. Short enough for a button where they are one.

language-zh-Hans = 简体中文
language-zh-Hant = 繁體中文
language-en = English

## Dates and spans

when-today = 今天{ $time }
when-tomorrow = 明天{ $time }
when-yesterday = 昨天{ $time }
when-day = { $month }{ $day }日({ $weekday }){ $time }
when-year = { $year }年{ $month }{ $day }日({ $weekday }){ $time }
when-before = { $when }前
weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
span-moment = 不到1分钟
span-minutes = { $n }分钟
span-hours = { $n }小时
span-days = { $n }天
span-join = { "" }
left-minutes = { $n }分钟
left-hours = { $n }小时
left-working-hours = { $n }个工作小时
left-workdays = { $n }个工作日
left-days = { $n }天

## The order

status-draft = 草稿
status-submitted = 已登记
status-needs_info = 待补充
status-emergency = 紧急处置中
status-confirming = 待定单
status-ready = 待派单
status-dispatched = 待领单
status-return_review = 退单待定
status-handling = 办理中
status-reply_review = 答复待审核
status-replied = 已答复，评价中
status-closed = 已办结
result-satisfied = 满意办结
result-unrated = 未评价办结
result-withdrawn = 已撤回
result-not_accepted = 不予受理
result-transferred = 已移送
result-insufficient = 信息不足，暂结
result-merged = 已并入同一件事
result-answered = 已答复咨询
limit-E2 = 紧急件 2小时
limit-U24 = 急件 24小时
limit-W1 = 速办件 1个工作日
limit-W3 = 短期件 3个工作日
limit-W5 = 一般件 5个工作日
limit-W15 = 复杂件 15个工作日
limit-ST = 法定时限件
limit-M3 = 建议 3个月
limit-M6 = 建议 6个月
limit-CX = 承诺件
limit-TRANSFER = 依法转送
class-A = A 已解决
class-C = C 暂不具备条件
class-D = D 留作参考

## Who

role-resident = 居民
role-follower = 一起跟进的居民
role-deputy = 人大代表
role-stand_in = 替班代表
role-station = 联络站工作人员
role-dispatcher = 调度员
role-clerk = 承办单位受理岗
role-handler = 承办单位经办人
role-head = 分管领导
role-chief = 主要领导
role-reviewer = 答复审核员
role-duty_officer = 值班员
role-sealed_officer = 密件专办员
role-privacy_officer = 隐私专员
role-admin = 管理员
role-system = 系统
handed_to-110 = 110 报警服务台
handed_to-119 = 119 消防救援
handed_to-120 = 120 急救中心
handed_to-12388 = 纪检监察机关
handed_to-police = 公安机关
handed_to-petition = 信访部门
handed_to-court = 司法机关
handed_to-other = 其他单位

## Why a report is not for the departments (model.md C4, T10)

refusal-R1 = 只归紧急救助
refusal-R2 = 诉讼、仲裁、复议
refusal-R3 = 检举控告
refusal-R4 = 已在信访程序中
refusal-R5 = 不在本区
refusal-R6 = 民事或市场纠纷
refusal-R7 = 同一事实已办结
refusal-R8 = 涉密事项
refusal-R9 = 无内容、广告、测试
