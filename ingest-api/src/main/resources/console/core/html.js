// The rendering library, imported here only. Values in templates become text nodes and attributes, never markup.
import { h, render, Fragment, createContext } from '../lib/preact.js';
import {
  useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef, useState,
} from '../lib/hooks.js';
import { templates } from './template.js';

const html = templates(h);

export {
  html, render, Fragment, createContext,
  useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef, useState,
};
