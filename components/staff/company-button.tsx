"use client";

import { signIn } from "next-auth/react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { buttonClass } from "../ui/button";

interface CompanyButtonProps {
  words: Record<"button" | "pending", string>;
  /** Where in the console to go on. */
  to: string;
  /** Ask the identity provider to recognise the person anew, and not to go by what it saw before. */
  again?: boolean;
}

/** To the company's sign-in and back. The sign-in library keeps what it has to compare afterwards in cookies, so it is asked for the address, and the browser goes there. */
export function CompanyButton({ words, to, again = false }: CompanyButtonProps) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const go = () => {
    if (pending) return;
    setPending(true);
    signIn("company", { callbackUrl: to }, again ? { prompt: "login", max_age: "0" } : {}).catch(() => router.push("/console/sign-in?refused=company-failed"));
  };
  return (
    <button type="button" onClick={go} aria-disabled={pending || undefined} className={buttonClass("primary")}>
      {pending ? words.pending : words.button}
    </button>
  );
}
