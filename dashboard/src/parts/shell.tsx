import { NativeSelect, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import { useInfo } from '../data/queries.ts';
import { LANGUAGES, type Language, useText } from '../messages/language.tsx';

/** What is around every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useText();
  return (
    <>
      <a className="skip" href="#content">
        {t.skipToContent}
      </a>
      <header className="bar">
        <Link href="/" className="brand">
          <span className="brand-mark" aria-hidden="true" />
          novatune <span className="soft">studio</span>
        </Link>
        <nav aria-label={t.mainNavigation} className="nav">
          <NavItem href="/" pattern="/">
            {t.runs}
          </NavItem>
          <NavItem href="/jobs" pattern="/jobs/*?">
            {t.jobs}
          </NavItem>
          <NavItem href="/endpoints" pattern="/endpoints">
            {t.endpoints}
          </NavItem>
        </nav>
        <span className="grow" />
        <Surroundings />
        <LanguageSwitch />
        <SchemeSwitch />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function NavItem({ href, pattern, children }: { href: string; pattern: string; children: ReactNode }) {
  const [active] = useRoute(pattern);
  return (
    <Link href={href} className="nav-item" aria-current={active ? 'page' : undefined}>
      {children}
    </Link>
  );
}

/** Whether anything can be changed, and whose cloud the money goes to. */
function Surroundings() {
  const { t } = useText();
  const { data } = useInfo();
  if (!data) return null;
  const { cloud, cloudProblem, write } = data;
  return (
    <span className="surroundings">
      {cloud && (
        <span className={cloud.rehearsal ? 'tag tag-warm' : 'tag'} title={cloud.endpoint}>
          {cloud.rehearsal ? t.emulator : 'AWS'} · {cloud.accountId} · {cloud.region}
        </span>
      )}
      {cloudProblem && (
        <span className="tag" title={cloudProblem.message}>
          {t.noCloud}
        </span>
      )}
      <span className={write ? 'tag tag-warm' : 'tag'} title={write ? t.writeHint : t.readOnlyHint}>
        {write ? t.write : t.readOnly}
      </span>
    </span>
  );
}

function LanguageSwitch() {
  const { t, language, setLanguage } = useText();
  return (
    <NativeSelect
      aria-label={t.language}
      size="xs"
      value={language}
      onChange={(event) => setLanguage(event.currentTarget.value as Language)}
      data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
    />
  );
}

function SchemeSwitch() {
  const { t } = useText();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <UnstyledButton
      className="icon-button"
      aria-label={next === 'dark' ? t.darkColours : t.lightColours}
      onClick={() => setColorScheme(next)}
    >
      <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="currentColor">
        {scheme === 'dark' ? (
          <path
            d="M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10Zm0-5v3m0 14v3M2 12h3m14 0h3M5 5l2 2m10 10 2 2M5 19l2-2M17 7l2-2"
            stroke="currentColor"
            strokeWidth="1.6"
            strokeLinecap="round"
          />
        ) : (
          <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z" />
        )}
      </svg>
    </UnstyledButton>
  );
}
