"use client";

import type { ReactNode } from "react";
import { useField } from "../form/action-form";

interface CheckTableProps {
  label: string;
  /** Head of the first column. */
  head: string;
  rows: { value: string; label: string }[];
  /** Each column is a field; a tick in it gives the field the row's value. */
  columns: { name: string; label: string; initial: string | undefined }[];
}

/** Which of some things, in which of some ways: a tick for each. */
export function CheckTable({ label, head, rows, columns }: CheckTableProps) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={label}>
      <table className="w-full max-w-160 border-collapse text-14">
        <caption className="mb-1 text-left text-14 font-semibold">{label}</caption>
        <thead>
          <tr>
            <Head>{head}</Head>
            {columns.map((column) => (
              <Head key={column.name} centred>
                {column.label}
              </Head>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.value} className="border-b border-line">
              <th scope="row" className="min-w-28 py-1 pr-2 text-left font-normal">
                {row.label}
              </th>
              {columns.map((column) => (
                <td key={column.name} className="px-2 py-1 text-center">
                  <Check {...column} value={row.value} label={`${row.label}: ${column.label}`} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ children, centred }: { children: ReactNode; centred?: boolean }) {
  return (
    <th scope="col" className={`border-b border-edge py-1 font-semibold ${centred ? "px-2 text-center" : "pr-2 text-left"}`}>
      {children}
    </th>
  );
}

function Check({ name, value, label, initial }: { name: string; value: string; label: string; initial: string | undefined }) {
  const { value: typed } = useField(name);
  const chosen = (typed ?? initial ?? "").split(",");
  return (
    <label className="inline-flex size-6 items-center justify-center">
      {/* The key makes React take over the given-back value. */}
      <input key={String(typed)} type="checkbox" name={name} value={value} aria-label={label} defaultChecked={chosen.includes(value)} className="size-4 accent-(--accent)" />
    </label>
  );
}
