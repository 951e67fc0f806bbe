// The sandbox's JSON API (see /sandbox/docs).

export class ApiError extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

async function reasonOf(response) {
  try {
    const { detail } = await response.json();
    return typeof detail === "string" ? detail : JSON.stringify(detail);
  } catch {
    return `HTTP ${response.status}`;
  }
}

async function call(method, path, body) {
  const init = { method };
  if (body instanceof FormData) {
    init.body = body;
  } else if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "Content-Type": "application/json" };
  }
  const response = await fetch(`/sandbox/${path}`, init);
  if (!response.ok) throw new ApiError(response.status, await reasonOf(response));
  return response.json();
}

const post = (path, body = {}) => call("POST", path, body);
const of = (id, act) => `people/${id}/${act}`;

function form(fields) {
  const data = new FormData();
  for (const [name, value] of fields) if (value !== undefined && value !== "") data.append(name, value);
  return data;
}

export const api = {
  people: () => call("GET", "people"),
  addPerson: (person) => post("people", person),
  events: (after, wait) => call("GET", `events?after=${after}&wait=${wait}`),
  chat: (id, after) => call("GET", of(id, `chat?after=${after}&wait=0`)),
  clock: () => call("GET", "clock"),
  moveClock: (move) => post("clock", move),
  map: () => call("GET", "map"),
  fileUrl: (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`,
  say: (id, text, replyTo) => post(of(id, "say"), replyTo ? { text, reply_to: replyTo } : { text }),
  photos: (id, files, caption) =>
    post(of(id, "photos"), form([...files.map((f) => ["files", f]), ["caption", caption]])),
  file: (id, file, kind, caption) =>
    post(of(id, "files"), form([["file", file], ["kind", kind], ["caption", caption]])),
  sample: (id, kind) => post(of(id, "files"), { kind }),
  location: (id, latitude, longitude) => post(of(id, "location"), { latitude, longitude }),
  contact: (id, phone) => post(of(id, "contact"), { phone_number: phone }),
  press: (id, messageId, data) => post(of(id, "press"), { message_id: messageId, data }),
  edit: (id, messageId, text) => post(of(id, "edit"), { message_id: messageId, text }),
  block: (id, blocked) => post(of(id, blocked ? "block" : "unblock")),
};
