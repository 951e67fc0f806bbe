# Why a step is not taken, and what to do next. One clear sentence each, short enough for a toast.

refused-moved-on = 这件事已经走到下一步了，上面的卡片已更新，请看最新的按钮。
refused-closed = 这件事已经办结。问题又出现的话，请直接再发一条。
refused-designated = 这件事已由调度员指定你单位办理，不能再退，请领单。
refused-hazard-stays = 危险可能还在，这件事要继续处理，不能撤回；您可以选择不再跟进。
refused-head-signs = 从第2轮起，答复要由分管领导提交，请转给分管领导。
refused-must-designate = 已经退过两次，请直接指定承办单位。
refused-no-category = 还没有类别，请先点“改类别”。
refused-no-hazard = 这件事没有危险，可以直接撤回。
refused-no-place = 还没有地点，请先点“改地点”。
refused-no-question = 现在没有等您回答的问题；想说的话可以作为补充发来。
refused-no-unit = 还没有承办单位，请先点“改部门”。
refused-not-refused = 这件事没有被拒绝受理，不需要提异议。
refused-not-sealed = 这不是密件，请按一般程序办理。
refused-not-urgent = 这件事不是24小时急件，请按一般程序派单。
refused-nothing-proposed = 没有人建议不受理，请直接派单。
refused-objected-already = 您已经提过一次异议，决定下来我会马上告诉您。
refused-question-open = 上一个问题居民还没有回答，请等回答后再问。
refused-refusal-pending = 已有“不受理”的建议在等调度员决定，请先决定。
refused-return-late = 退单要在派单后1个工作日内提出，现在已过时限，请领单办理。
refused-returned-already = 你单位已经退过一次，不能再退，请领单。
refused-sealed = 这是密件，只能由密件专办员处理。
refused-second-person = 要由另一位工作人员决定，不能是提出或决定过的同一个人。
refused-stand-in-called = 已经请替班代表处理了，请稍等。
refused-too-late = 已经过了时限。问题还在的话，请直接再发一条。
refused-unsure = 判断的把握不够，请联络站看过再交办。
refused-unknown-category = 没有这个类别，请从列表里选。
