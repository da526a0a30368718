"use client";

import { buttonClass } from "../ui/button";

/** A fault of ours: nothing of it is shown, and the page can be asked for again. Both languages, because the words may be what failed. */
export function Fault({ reset }: { reset: () => void }) {
  return (
    <div role="alert" className="mx-auto max-w-[42rem] space-y-4 px-4 py-8">
      <h1 className="text-28">
        <span lang="ko">문제가 생겼습니다</span> · <span lang="en">Something went wrong</span>
      </h1>
      <p lang="ko">저희 쪽 문제입니다. 잠시 뒤 다시 시도해 주십시오.</p>
      <p lang="en">This is a fault on our side. Please try again in a moment.</p>
      <button type="button" onClick={reset} className={buttonClass("primary")}>
        <span lang="ko">다시 시도하기</span> · <span lang="en">Try again</span>
      </button>
    </div>
  );
}
