// What the device keeps: the shelf (roots and lists, by key) and every check, in IndexedDB.

const NAME = "sacr-offline";
const VERSION = 1;
let opening;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("shelf");
      asked.result.createObjectStore("checks", { keyPath: "uid" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opening;
}

async function run(store, mode, act) {
  const opened = await database();
  return new Promise((resolve, reject) => {
    const doing = opened.transaction(store, mode);
    const asked = act(doing.objectStore(store));
    doing.oncomplete = () => resolve(asked.result);
    doing.onerror = () => reject(doing.error);
    doing.onabort = () => reject(doing.error);
  });
}

export const read = (key) => run("shelf", "readonly", (store) => store.get(key));
export const write = (key, value) => run("shelf", "readwrite", (store) => store.put(value, key));

// Keys and values whose key begins so.
export async function entries(prefix) {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const keys = await run("shelf", "readonly", (store) => store.getAllKeys(range));
  const values = await run("shelf", "readonly", (store) => store.getAll(range));
  return keys.map((key, place) => [key, values[place]]);
}

export const checks = () => run("checks", "readonly", (store) => store.getAll());
export const keep = (check) => run("checks", "readwrite", (store) => store.put(check));
export const forget = (uid) => run("checks", "readwrite", (store) => store.delete(uid));
