import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { formsWithFiles } from "./forms-with-files";

/** Gigabytes over an office line take hours. */
const UPLOAD_SECONDS = 6 * 60 * 60;
/** A saved mail or a picture over a telephone's line: what Node gives every request by itself. */
const TIMES_WITH_FILE = 5;

/** Handlers that take files while they arrive. */
const uploads = ["/console/exposure/upload", "/console/waves/lists/upload", "/console/claims/paper/:claim/scans", "/:locale(ko|en)/:incident/claim/:programme/papers/:claim/files/:path*"].map(asPattern);
const withFiles = formsWithFiles.map(asPattern);

/** Of the framework's patterns, those of which ours are made. */
function asPattern(source: string): RegExp {
  return new RegExp(`^${source.replaceAll("/:path*", "(?:/.*)?").replaceAll(/:\w+(\([^)]*\))?/g, (_, choice?: string) => choice ?? "[^/]+")}/?$`);
}

/** Seconds within which the body of a request must have come; `usual` for everything that brings no file. */
export function bodySeconds(address: string, usual: number): number {
  const [path = ""] = address.split("?");
  if (uploads.some((pattern) => pattern.test(path))) return UPLOAD_SECONDS;
  return withFiles.some((pattern) => pattern.test(path)) ? usual * TIMES_WITH_FILE : usual;
}

interface Started {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

/**
 * Cut the connection of whoever sends the body of a request too slowly, and of whoever still sends one when they were answered. Node has one limit for all addresses of a server, so that the longest upload would let anybody hold a
 * connection for as long, at any address, a byte at a time. Headers keep their own, short limit.
 */
export function limitBodies(usual: number): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as Started;
    server.requestTimeout = UPLOAD_SECONDS * 1_000;
    if (request.headers["transfer-encoding"] === undefined && !(Number(request.headers["content-length"]) > 0)) return;
    // A request that is over lets go of its connection, which may still bring the rest of its body.
    const { socket } = request;
    const within = (seconds: number) => setTimeout(() => request.complete || socket.destroy(), seconds * 1_000).unref();
    let limit = within(bodySeconds(request.url ?? "", usual));
    request.once("end", () => clearTimeout(limit));
    response.once("finish", () => {
      clearTimeout(limit);
      if (!request.complete) limit = within(usual);
    });
  });
}
