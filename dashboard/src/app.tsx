import { Route, Switch } from 'wouter';
import { useText } from './messages/language.tsx';
import { RunPage } from './pages/run-page.tsx';
import { RunsPage } from './pages/runs-page.tsx';
import { Shell } from './parts/shell.tsx';

export function App() {
  const { t } = useText();
  return (
    <Shell>
      <Switch>
        <Route path="/" component={RunsPage} />
        <Route path="/runs/:run">{({ run }) => <RunPage run={run} />}</Route>
        <Route>{t.pageNotFound}</Route>
      </Switch>
    </Shell>
  );
}
