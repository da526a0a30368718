import type { AlarmKind, AlarmSeverity, AlarmState } from "@/db/values/alarms";

/** An alarm as the board shows it. */
export interface Alarm {
  id: string;
  kind: AlarmKind;
  severity: AlarmSeverity;
  objectKind: string;
  objectId: string;
  incidentId: string | null;
  /** Ids and counts. */
  details: Record<string, unknown>;
  hits: number;
  firstAt: Date;
  lastAt: Date;
  state: AlarmState;
  acknowledged: { by: string; at: Date; words: string | null } | null;
  closed: { by: string; at: Date; words: string } | null;
}

/** What a program outside is sent of an alarm. It names no person: a member of staff, a record or a network is an id. */
export interface AlarmMessage {
  id: string;
  kind: AlarmKind;
  severity: AlarmSeverity;
  title: string;
  object: { kind: string; id: string };
  incidentId: string | null;
  details: Record<string, unknown>;
  hits: number;
  firstAt: string;
  lastAt: string;
}

/** A place outside that takes alarms. */
export interface AlarmOutlet {
  /** Hand one over; the same may come twice, and says so by its id. @throws where it was not taken */
  post(message: AlarmMessage): Promise<void>;
}

/** In degrees. */
export interface Coordinates {
  latitude: number;
  longitude: number;
}

/** Says where a network is. */
export interface PlaceFinder {
  /** Where about a network such as `203.0.113.0/24` is, within so many kilometres; null where nobody knows. */
  find(network: string): (Coordinates & { radius: number }) | null;
}

/** How this installation watches, and whom it tells. */
export interface Watching {
  /** Whether whoever reads beyond what a person can is signed out. */
  suspendReaders: boolean;
  /** Null where the operator has no geo database: then sign-ins from too far away are not watched. */
  places: PlaceFinder | null;
  /** Names of the places outside that the settings name for checkpoints of the audit log. */
  checkpointPlaces: readonly string[];
  outlet: AlarmOutlet | null;
}
