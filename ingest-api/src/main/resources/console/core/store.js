// A value that components follow.
import { useEffect, useState } from './html.js';

export class Store {
  #value;
  #followers = new Set();

  constructor(value) {
    this.#value = value;
  }

  get value() {
    return this.#value;
  }

  set(value) {
    if (value !== this.#value) {
      this.#value = value;
      for (const follower of [...this.#followers]) {
        follower(value);
      }
    }
  }

  update(change) {
    this.set(change(this.#value));
  }

  // Calls `follower` with every new value until the returned function is called.
  follow(follower) {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

export function useStore(store) {
  const [value, setValue] = useState(store.value);
  useEffect(() => {
    setValue(store.value); // it may have changed between rendering and this effect
    return store.follow(setValue);
  }, [store]);
  return value;
}
