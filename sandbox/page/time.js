// Times as people of the district say them. China has one zone without summer time: UTC+8.

import { chinese, dayWords, t } from "./texts.js";

const ZONE = 8 * 3600_000;
const DAY = 24 * 3600_000;
const two = (n) => String(n).padStart(2, "0");

/** A Date whose UTC fields read as local wall time. */
const wall = (ms) => new Date(ms + ZONE);

export const dayKey = (ms) => wall(ms).toISOString().slice(0, 10);

export function timeOfDay(ms) {
  const d = wall(ms);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}

export function dayLabel(ms) {
  const d = wall(ms);
  return dayWords({ month: d.getUTCMonth(), day: d.getUTCDate(), weekday: d.getUTCDay() });
}

export const dayAndTime = (ms) => `${dayLabel(ms)} ${timeOfDay(ms)}`;

/** Time of day when `ms` is on the day of `now`, else the day. */
export const shortWhen = (ms, now) => (dayKey(ms) === dayKey(now) ? timeOfDay(ms) : dayLabel(ms));

/** "1天3小时" for a span in seconds; minutes only below one hour; "" below one minute. */
export function spanLabel(seconds) {
  const minutes = Math.floor(seconds / 60);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (days + hours === 0) return minutes ? t("minutes", { n: minutes }) : "";
  return [days && t("days", { n: days }), hours && t("hours", { n: hours })].filter(Boolean).join(chinese ? "" : " ");
}

/** 09:00 of the next Monday to Friday, for when no bot has said which days are worked. */
export function nextWeekday(ms) {
  let day = Math.floor((ms + ZONE) / DAY) + 1;
  while ([0, 6].includes(new Date(day * DAY).getUTCDay())) day += 1;
  return day * DAY - ZONE + 9 * 3600_000;
}
