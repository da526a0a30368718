import { describe, expect, it } from "vitest";
import { Invalid } from "../kernel/errors";
import { readPaceForm, readScheduleForm } from "./read-schedule-form";
import { writeScheduleForm } from "./write-schedule-form";

const seoul = { timeZone: "Asia/Seoul", now: new Date("2025-12-03T00:00:00Z") };
const fieldsOf = (form: Record<string, string>) => {
  try {
    readScheduleForm(form, seoul);
  } catch (error) {
    if (error instanceof Invalid) return error.fields;
    throw error;
  }
  return null;
};

const full = {
  ...{ channel1: "email", channel2: "sms", channel3: "letter", startsAt: "2025-12-04T09:00", timeZone: "Europe/Berlin", endBy: "2025-12-06T09:00" },
  ...{ perSecond: "600", providers: "naver.com 50\ngmail.com 20", quietFrom: "21:00", quietTo: "08:00", portal: "alone" },
  ...{ rampPercent: "5", rampMinutes: "90", rampGoOn: "person", stopRejections: "8", stopBounces: "4", stopComplaints: "0.2", doubtPolicy: "hold" },
};

describe("the fields that say how a wave goes", () => {
  it("are all optional", () => {
    expect(readScheduleForm({}, seoul)).toEqual({
      channels: ["email"],
      scheduledAt: null,
      schedule: { timeZone: null, endBy: null, ramp: null, stop: { rejections: 10, bounces: 5, complaints: 0.3 } },
      pace: { perSecond: null, domains: [], quiet: null, followPortal: true },
      doubtPolicy: null,
    });
  });

  it("are read by the wall clock of their zone, and written as they were typed", () => {
    const plan = readScheduleForm(full, seoul);
    expect(plan.scheduledAt?.toISOString()).toBe("2025-12-04T08:00:00.000Z");
    expect(plan.schedule).toMatchObject({ timeZone: "Europe/Berlin", endBy: "2025-12-06T09:00:00+01:00", ramp: { percent: 5, holdMinutes: 90, goOn: "person" } });
    expect(plan.pace).toEqual({ perSecond: 600, domains: [{ domain: "naver.com", perSecond: 50 }, { domain: "gmail.com", perSecond: 20 }], quiet: { from: "21:00", to: "08:00" }, followPortal: false });
    expect(writeScheduleForm({ ...plan, doubtPolicy: "hold" }, "Asia/Seoul")).toEqual(full);
    expect(readScheduleForm({ perSecond: "1,200", providers: " Naver.com : 1,000 \n\n", startsAt: "2025-12-04T09:00" }, seoul)).toMatchObject({ scheduledAt: new Date("2025-12-04T00:00:00Z"), pace: { perSecond: 1_200, domains: [{ domain: "naver.com", perSecond: 1_000 }] } });
  });

  it.each([
    [{ channel1: "email", channel2: "email" }, "channel1", "channel-twice"],
    [{ startsAt: "tomorrow" }, "startsAt", "date-time"],
    [{ timeZone: "Mars/Olympus" }, "timeZone", "time-zone"],
    [{ endBy: "2025-12-02T09:00" }, "endBy", "ends-before-start"],
    [{ perSecond: "fast" }, "perSecond", "number"],
    [{ perSecond: "0" }, "perSecond", "pace-too-low"],
    [{ providers: "naver.com" }, "providers", "provider-line"],
    [{ providers: "naver.com 5\nNAVER.com 6" }, "providers", "provider-twice"],
    [{ providers: "naver 5" }, "providers", "provider-line"],
    [{ quietFrom: "21:00" }, "quietTo", "required"],
    [{ quietFrom: "21:00", quietTo: "21:00" }, "quietTo", "quiet-empty"],
    [{ quietFrom: "25:00", quietTo: "08:00" }, "quietFrom", "time-of-day"],
    [{ rampPercent: "100" }, "rampPercent", "percent-part"],
    [{ rampPercent: "5", rampMinutes: "0" }, "rampMinutes", "minutes"],
    [{ stopComplaints: "-1" }, "stopComplaints", "percent"],
    [{ doubtPolicy: "shrug" }, "doubtPolicy", "choose-one"],
  ])("say what is wrong at its field: %j", (form, field, problem) => {
    expect(fieldsOf(form as Record<string, string>)).toEqual({ [field]: [problem] });
  });

  it("are the same for a pace that changes on the way", () => {
    expect(readPaceForm({ perSecond: "7", portal: "follow" })).toEqual({ perSecond: 7, domains: [], quiet: null, followPortal: true });
    expect(() => readPaceForm({ perSecond: "none" })).toThrow(Invalid);
  });
});
