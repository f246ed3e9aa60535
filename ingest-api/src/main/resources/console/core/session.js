// Who is signed in, and where. The credential is kept for this tab and this session only.
import { authenticate, get, path } from './api.js';
import { Store } from './store.js';

const CREDENTIAL = 'sluice.credential';

// `user` is null for nobody; `organizations` are those that the server names; `ended` when the server no longer
// accepted the credential.
const NOBODY = { user: null, organizations: [], ended: false };

export const session = new Store(NOBODY);

// The organization of the view: its name and display name, and what the caller may do there.
export const organization = new Store(null);

// Signs in and remembers the credential once the server has accepted it.
export async function signIn(credential) {
  authenticate(credential);
  try {
    const user = await get('/user');
    const organizations = await organizationsOf(user);
    sessionStorage.setItem(CREDENTIAL, credential);
    authenticate(credential, () => end(true));
    session.set({ user, organizations, ended: false });
  } catch (error) {
    authenticate(null);
    throw error;
  }
}

// Users with reading roles only and the operator's key learn of no memberships; the queue names the operator's
// organizations.
async function organizationsOf(user) {
  if (user.memberships) {
    return user.memberships.map(membership => membership.organization).sort();
  }
  try {
    const queue = await get('/queue');
    return (queue.organizations ?? []).map(entry => entry.organization).sort();
  } catch (error) {
    if (error.status >= 400 && error.status < 500) {
      return [];
    }
    throw error;
  }
}

export const remembered = () => sessionStorage.getItem(CREDENTIAL);

export function signOut() {
  end(false);
}

function end(ended) {
  sessionStorage.removeItem(CREDENTIAL);
  authenticate(null);
  organization.set(null);
  session.set({ ...NOBODY, ended });
}

export async function enter(name) {
  const account = await get(path('organizations', name));
  const permissions = new Set(account.permissions ?? []);
  organization.set({ name, displayName: account.display_name || name, can: permission => permissions.has(permission) });
  const known = session.value;
  if (!known.organizations.includes(name)) {
    session.set({ ...known, organizations: [...known.organizations, name].sort() });
  }
}
