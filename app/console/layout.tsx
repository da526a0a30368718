import "@/app/globals.css";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { findSession } from "@/app/_server/session";
import { defaultLocale } from "@/db/values/locales";

export const metadata: Metadata = { title: { default: "Amends", template: "%s · Amends" }, robots: { index: false, follow: false } };
export const dynamic = "force-dynamic";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const member = await findSession();
  return (
    <html lang={member?.locale ?? defaultLocale}>
      <body className="text-14">{children}</body>
    </html>
  );
}
