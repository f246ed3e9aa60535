// Buttons, fields and other small components.
import { html, useEffect, useId, useState } from '../core/html.js';
import { texts } from '../texts.js';
import { Icon } from './icons.js';

// `kind`: plain, primary, danger or quiet; without children, `label` is the name of the button.
export function Button({ kind = 'plain', icon, label, busy, disabled, children, type = 'button', ...rest }) {
  return html`
    <button type=${type} class=${`button ${kind} ${children ? '' : 'square'}`} aria-label=${label} title=${label}
        disabled=${disabled || busy} aria-busy=${busy ? 'true' : undefined} ...${rest}>
      ${busy ? html`<span class="spinner" aria-hidden="true"></span>` : icon && html`<${Icon} name=${icon} />`}
      ${children && html`<span>${children}</span>`}
    </button>`;
}

export function LinkButton({ kind = 'plain', icon, children, ...rest }) {
  return html`<a class=${`button ${kind}`} ...${rest}>${icon && html`<${Icon} name=${icon} />`}<span>${children}</span></a>`;
}

// A labelled input; `as` is input, textarea or select. `onText` receives what is entered.
export function Field({ label, hint, error, as = 'input', onText, children, hideLabel, ...rest }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const Tag = as;
  return html`
    <div class="field">
      <label for=${id} class=${hideLabel ? 'visually-hidden' : ''}>${label}</label>
      <${Tag} id=${id} class="input" aria-describedby=${described} aria-invalid=${error ? 'true' : undefined}
          onInput=${onText && (event => onText(event.target.value))} ...${rest}>${children}</${Tag}>
      ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
      ${error && html`<p class="error-text" id=${`${id}-error`}>${error}</p>`}
    </div>`;
}

export function Checkbox({ label, hint, checked, onChange, ...rest }) {
  const id = useId();
  return html`
    <div class="check">
      <input type="checkbox" id=${id} checked=${checked} aria-describedby=${hint ? `${id}-hint` : undefined}
        onChange=${event => onChange(event.target.checked)} ...${rest} />
      <label for=${id}>${label}</label>
      ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    </div>`;
}

export function Badge({ kind = 'neutral', icon, children }) {
  return html`<span class=${`badge ${kind}`}>${icon && html`<${Icon} name=${icon} />`}${children}</span>`;
}

export function Stat({ label, value, note, children }) {
  return html`
    <div class="stat">
      <dt>${label}</dt>
      <dd><span class="stat-value">${value}</span>${note && html`<span class="stat-note">${note}</span>`}${children}</dd>
    </div>`;
}

// A progress bar; `value` from 0 to 1, or null while it is unknown.
export function Progress({ value, label, kind = '' }) {
  const known = value !== null && value !== undefined;
  const percent = known ? Math.round(Math.max(0, Math.min(1, value)) * 100) : undefined;
  return html`
    <div class=${`progress ${kind} ${known ? '' : 'unknown'}`} role="progressbar" aria-label=${label}
        aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}>
      <div class="bar" style=${known ? { width: `${percent}%` } : {}}></div>
    </div>`;
}

// One of several: a row of buttons of which one is pressed.
export function Segments({ label, value, options, onChange }) {
  return html`
    <div class="segments" role="group" aria-label=${label}>
      ${options.map(option => html`
        <button type="button" key=${option.value} aria-pressed=${option.value === value ? 'true' : 'false'}
            aria-label=${option.icon ? option.label : undefined} title=${option.icon ? option.label : undefined}
            onClick=${() => onChange(option.value)}>
          ${option.icon ? html`<${Icon} name=${option.icon} />` : option.label}
        </button>`)}
    </div>`;
}

// Links between the parts of a view.
export function Tabs({ label, tabs, current }) {
  return html`
    <nav class="tabs" aria-label=${label}>
      ${tabs.map(tab => html`
        <a key=${tab.id} href=${tab.href} aria-current=${tab.id === current ? 'page' : undefined}>
          ${tab.label}${tab.count ? html` <span class="pill">${tab.count}</span>` : ''}
        </a>`)}
    </nav>`;
}

export function CopyButton({ value, label }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    const timer = copied && setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  // the clipboard exists over HTTPS and on this machine only
  return navigator.clipboard && html`
    <${Button} kind="quiet" icon=${copied ? 'check' : 'copy'} label=${copied ? texts.copied : label}
      onClick=${async () => {
        await navigator.clipboard.writeText(value);
        setCopied(true);
      }} />`;
}

// A value that is shown once.
export function Secret({ label, value, hint }) {
  return html`
    <div class="secret">
      <p class="secret-label">${label}</p>
      <p class="secret-value"><code>${value}</code><${CopyButton} value=${value} label=${texts.copy} /></p>
      ${hint && html`<p class="hint">${hint}</p>`}
    </div>`;
}

// A time as a distance from now, with the exact one in the tooltip.
export function Time({ value, format, exact }) {
  return html`<time datetime=${value} title=${exact(value)}>${format(value)}</time>`;
}
