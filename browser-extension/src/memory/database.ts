/** The extension's own database, shared by its pages: names of its stores and how to reach them. */

export type Store = "queue" | "torrents";

const NAME = "spillway";

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("queue", { keyPath: "id" });
    request.result.createObjectStore("torrents", { keyPath: "url" }).createIndex("seen", "seen");
  };
  return settled(request);
}

/** Does one thing to a store, as a transaction of its own. */
export async function within<T>(
  store: Store,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await settled(work(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The database does not answer."));
  });
}
