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
weekday-1 = 週一
weekday-2 = 週二
weekday-3 = 週三
weekday-4 = 週四
weekday-5 = 週五
weekday-6 = 週六
weekday-7 = 週日
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
span-moment = 不到1分鐘
span-minutes = { $n }分鐘
span-hours = { $n }小時
span-days = { $n }天
span-join = { "" }
left-minutes = { $n }分鐘
left-hours = { $n }小時
left-working-hours = { $n }個工作小時
left-workdays = { $n }個工作日
left-days = { $n }天

## The order

status-draft = 草稿
status-submitted = 已登記
status-needs_info = 待補充
status-emergency = 緊急處置中
status-confirming = 待定單
status-ready = 待派單
status-dispatched = 待領單
status-return_review = 退單待定
status-handling = 辦理中
status-reply_review = 答覆待審核
status-replied = 已答覆，評價中
status-closed = 已辦結
result-satisfied = 滿意辦結
result-unrated = 未評價辦結
result-withdrawn = 已撤回
result-not_accepted = 不予受理
result-transferred = 已移送
result-insufficient = 資訊不足，暫結
result-merged = 已併入同一件事
result-answered = 已答覆諮詢
limit-E2 = 緊急件 2小時
limit-U24 = 急件 24小時
limit-W1 = 速辦件 1個工作日
limit-W3 = 短期件 3個工作日
limit-W5 = 一般件 5個工作日
limit-W15 = 複雜件 15個工作日
limit-ST = 法定時限件
limit-M3 = 建議 3個月
limit-M6 = 建議 6個月
limit-CX = 承諾件
limit-TRANSFER = 依法轉送
class-A = A 已解決
class-C = C 暫不具備條件
class-D = D 留作參考

## Who

role-resident = 居民
role-follower = 一起跟進的居民
role-deputy = 人大代表
role-stand_in = 替班代表
role-station = 聯絡站工作人員
role-dispatcher = 調度員
role-clerk = 承辦單位受理崗
role-handler = 承辦單位經辦人
role-head = 分管領導
role-chief = 主要領導
role-reviewer = 答覆審核員
role-duty_officer = 值班員
role-sealed_officer = 密件專辦員
role-privacy_officer = 隱私專員
role-admin = 管理員
role-system = 系統
handed_to-110 = 110 報警服務台
handed_to-119 = 119 消防救援
handed_to-120 = 120 急救中心
handed_to-12388 = 紀檢監察機關
handed_to-police = 公安機關
handed_to-petition = 信訪部門
handed_to-court = 司法機關
handed_to-other = 其他單位

## Why a report is not for the departments (model.md C4, T10)

refusal-R1 = 只歸緊急救助
refusal-R2 = 訴訟、仲裁、復議
refusal-R3 = 檢舉控告
refusal-R4 = 已在信訪程序中
refusal-R5 = 不在本區
refusal-R6 = 民事或市場糾紛
refusal-R7 = 同一事實已辦結
refusal-R8 = 涉密事項
refusal-R9 = 無內容、廣告、測試
