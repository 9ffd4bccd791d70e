// Times relative to now, keys, and the renewal of what is on the page. Every page works without it.
'use strict';
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Times: relative, with the exact local and UTC time at a hover.
  const units = [['d', 86400], ['h', 3600], ['m', 60], ['s', 1]];
  const relative = (time) => {
    const seconds = Math.round((Date.now() - time) / 1000);
    const distance = Math.abs(seconds);
    const [unit, size] = units.find(([, each]) => distance >= each) || ['s', 1];
    const text = Math.floor(distance / size) + ' ' + unit;
    return seconds >= 0 ? text + ' ago' : 'in ' + text;
  };
  const showTimes = (root = document) => $$('time[datetime]', root).forEach((element) => {
    const time = Date.parse(element.dateTime);
    element.textContent = relative(time);
    element.title = new Date(time).toLocaleString() + '\n' + element.dateTime;
  });

  const notice = (text) => {
    const element = $('#notice');
    element.textContent = text;
    element.hidden = !text;
  };

  // Renewal: what has changed of the parts of the page, asked for with the tag of what is there.
  const pauseButton = $('#pause');
  let paused = sessionStorage.getItem('paused') === 'true';
  let tag = null;
  let asking = false;
  const renew = async () => {
    if (paused || asking || document.hidden || !$('main[data-live]')) return;
    asking = true;
    try {
      const headers = { Accept: 'text/html', 'Errand-Renewal': 'true' };
      if (tag) headers['If-None-Match'] = tag;
      const response = await fetch(location.href, { headers, cache: 'no-store', redirect: 'manual' });
      if (response.type === 'opaqueredirect') return location.reload();
      if (response.status === 304) return showTimes();
      if (!response.ok) return notice('This page could not be renewed: ' + response.status);
      tag = response.headers.get('ETag');
      notice('');
      replace(new DOMParser().parseFromString(await response.text(), 'text/html'));
    } catch {
      notice('The service cannot be reached; this page is from before.');
    } finally {
      asking = false;
    }
  };
  const last = new Map();
  const replace = (page) => {
    $$('[data-part]').forEach((part) => {
      const now = page.getElementById(part.id);
      if (now && !part.contains(document.activeElement) && !$('details[open]', part)
          && now.outerHTML !== last.get(part.id)) {
        last.set(part.id, now.outerHTML);
        part.replaceWith(document.importNode(now, true));
      }
    });
    newer(page);
    showTimes();
  };
  // A list never moves under the reader: how many there are more is a button.
  const newer = (page) => {
    const shown = new Set($$('tr[data-id]').map((row) => row.dataset.id));
    const rows = $$('tr[data-id]', page);
    const more = rows.findIndex((row) => shown.has(row.dataset.id));
    const count = more < 0 ? rows.length : more;
    const button = $('#newer');
    if (button && shown.size && count) {
      button.hidden = false;
      button.textContent = count + (more < 0 ? '+' : '') + ' newer';
    }
  };

  const showPaused = () => {
    pauseButton.hidden = !$('main[data-live]');
    pauseButton.textContent = paused ? '‖ paused' : '● live';
    pauseButton.setAttribute('aria-pressed', String(paused));
  };
  const togglePause = () => {
    paused = !paused;
    sessionStorage.setItem('paused', String(paused));
    showPaused();
    listen();
  };

  // A stream of events says that something has changed; without it, the page asks now and then. Browsers open six
  // connections to a host at most, so one page listens for all: the one that holds the lock.
  const tabs = window.BroadcastChannel && navigator.locks ? new BroadcastChannel('errand') : null;
  let source = null;
  let turn = null;
  const open = () => {
    source = new EventSource('/ui/events');
    source.onmessage = (event) => {
      if (event.data !== 'change') return;
      if (tabs) tabs.postMessage('change');
      renew();
    };
  };
  const close = () => {
    if (source) source.close();
    source = null;
    if (turn) turn.abort();
    turn = null;
  };
  const listen = () => {
    close();
    if (paused || document.hidden || !$('main[data-live]') || !window.EventSource) return;
    if (!tabs) return open();
    const mine = turn = new AbortController();
    navigator.locks.request('errand-events', { signal: mine.signal }, () => {
      open();
      return new Promise((done) => mine.signal.addEventListener('abort', done));
    }).catch(() => {});
  };
  if (tabs) tabs.onmessage = renew;
  const streams = () => source ? source.readyState === EventSource.OPEN : turn;
  setInterval(() => streams() ? showTimes() : renew(), 5000);
  setInterval(() => streams() && renew(), 30000);
  document.addEventListener('visibilitychange', () => { listen(); renew(); });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', (event) => event.persisted && listen());

  // Keys; all are links or buttons too.
  const rows = () => $$('table.rows tbody tr');
  const step = (by) => {
    const all = rows();
    const next = Math.min(all.length - 1, Math.max(0, all.findIndex((row) => row.classList.contains('at')) + by));
    all.forEach((row, i) => row.classList.toggle('at', i === next));
    const link = all[next] && $('a', all[next]);
    if (link) link.focus();
  };
  const focusFilter = () => {
    const summary = $('#filter');
    if (!summary) return;
    summary.parentElement.open = true;
    const field = $('input', summary.parentElement);
    (field || summary).focus();
  };
  const mark = () => {
    const box = $('tr.at input[type=checkbox]');
    if (box) box.click();
  };
  const help = () => $('#help').showModal();
  const keys = { '?': help, '/': focusFilter, j: () => step(1), k: () => step(-1), x: mark, r: togglePause, t: () => $('#theme').click() };
  let going = 0;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $('dialog[open]')
        || event.target.closest('input, select, textarea')) return;
    if (Date.now() - going < 1500) {
      going = 0;
      const link = $$('nav a[data-key]').find((each) => each.dataset.key === event.key);
      if (link) { event.preventDefault(); link.click(); }
    } else if (event.key === 'g') {
      going = Date.now();
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  document.addEventListener('htmx:afterSwap', () => showTimes());
  document.addEventListener('htmx:responseError', (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html');
    notice(page.getElementById('problem')?.textContent || 'That did not work: ' + event.detail.xhr.status);
  });

  const keysButton = $('#keys');
  const newerButton = $('#newer');
  if (newerButton) newerButton.addEventListener('click', () => location.reload());
  if (keysButton) { keysButton.hidden = false; keysButton.addEventListener('click', help); }
  if (pauseButton) { pauseButton.addEventListener('click', togglePause); showPaused(); }
  showTimes();
  listen();
})();
