import "@/app/globals.css";
import type { Metadata } from "next";
import Link from "next/link";
import { connection } from "next/server";
import { portalAddress } from "@/app/_server/hosts";
import { defaultLocale } from "@/db/values/locales";

export const metadata: Metadata = { title: "페이지를 찾을 수 없습니다 · Page not found", robots: { index: false } };

/** What stands at an address that leads nowhere. Both languages, because such an address says nothing about its reader. */
export default async function NotFoundPage() {
  // Each answer has a nonce of its own.
  await connection();
  return (
    <html lang={defaultLocale}>
      <body className="text-18">
        <main className="mx-auto max-w-[42rem] space-y-10 px-4 py-16">
          <h1 className="text-28">
            페이지를 찾을 수 없습니다
            <br />
            <span lang="en">Page not found</span>
          </h1>
          <section className="space-y-3">
            <p>주소가 바뀌었거나 잘못 입력되었을 수 있습니다. 문자나 메일의 링크를 눌러 오셨다면 가짜 안내일 수 있으니, 개인정보를 입력하지 마시고 첫 화면에서 다시 찾아 주십시오.</p>
            <p>
              <Link href={portalAddress("/ko")} prefetch={false}>
                개인정보 유출 안내 첫 화면으로 가기
              </Link>
            </p>
          </section>
          <section lang="en" className="space-y-3">
            <p>The address may have changed or been mistyped. If a link in a message led you here, the message may be false: do not enter personal data, and start again from the first page.</p>
            <p>
              <Link href={portalAddress("/en")} prefetch={false}>
                Go to the start page
              </Link>
            </p>
          </section>
        </main>
      </body>
    </html>
  );
}
