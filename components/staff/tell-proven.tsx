"use client";

import { useEffect } from "react";

/** Tabs of one browser hear here that its person has just shown who they are. It proves nothing: what waits for it is only sent again, and the server looks. */
export const PROVEN = "amends-proven";

/** Tell the tab that waits for the proof, which goes on by itself. */
export function TellProven() {
  useEffect(() => {
    const channel = new BroadcastChannel(PROVEN);
    channel.postMessage(null);
    channel.close();
  }, []);
  return null;
}
