"use client";

/** A fault of ours: nothing of it is shown, and the page can be asked for again. Both languages, because the words may be what failed. */
export default function ConsoleError({ reset }: { reset: () => void }) {
  return (
    <div role="alert" className="space-y-4 p-6">
      <h1 className="text-22">문제가 생겼습니다 · Something went wrong</h1>
      <p lang="ko">저희 쪽 문제입니다. 잠시 뒤 다시 시도해 주십시오.</p>
      <p lang="en">This is a fault on our side. Please try again in a moment.</p>
      <button type="button" onClick={reset} className="rounded-6 border border-edge bg-surface px-4 py-2">
        다시 시도 · Try again
      </button>
    </div>
  );
}
