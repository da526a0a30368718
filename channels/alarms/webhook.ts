import type { AlarmOutlet } from "@/domain/alarms/types";

const ANSWER_MS = 10_000;

/** An address that takes each alarm as JSON by POST and answers 2xx. No redirect is followed; what the address holds as a secret is in no error. */
export function openAlarmWebhook(url: string): AlarmOutlet {
  return {
    async post(message) {
      const answer = await fetch(url, { method: "POST", body: JSON.stringify(message), headers: { "content-type": "application/json", "idempotency-key": `${message.id}-${message.severity}` }, redirect: "error", signal: AbortSignal.timeout(ANSWER_MS) });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
    },
  };
}
