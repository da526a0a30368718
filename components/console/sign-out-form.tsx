import type { ReactNode } from "react";

export function SignOutForm({ action, children }: { action: () => Promise<void>; children: ReactNode }) {
  return (
    <form action={action}>
      <button type="submit" className="rounded-6 border border-edge bg-surface px-2 py-0.5 hover:underline">
        {children}
      </button>
    </form>
  );
}
