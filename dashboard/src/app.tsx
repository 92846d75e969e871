import { Route, Switch } from 'wouter';
import { useText } from './messages/language.tsx';
import { DataPage } from './pages/data-page.tsx';
import { EndpointsPage } from './pages/endpoints-page.tsx';
import { JobPage } from './pages/job-page.tsx';
import { JobsPage } from './pages/jobs-page.tsx';
import { ReviewPage } from './pages/review-page.tsx';
import { RunPage } from './pages/run-page.tsx';
import { RunsPage } from './pages/runs-page.tsx';
import { ScoresPage } from './pages/scores-page.tsx';
import { Shell } from './parts/shell.tsx';

export function App() {
  const { t } = useText();
  return (
    <Shell>
      <Switch>
        <Route path="/" component={RunsPage} />
        <Route path="/runs/:run">{({ run }) => <RunPage run={run} />}</Route>
        <Route path="/runs/:run/data">{({ run }) => <DataPage run={run} />}</Route>
        <Route path="/runs/:run/review">{({ run }) => <ReviewPage run={run} />}</Route>
        <Route path="/runs/:run/scores">{({ run }) => <ScoresPage run={run} />}</Route>
        <Route path="/jobs" component={JobsPage} />
        <Route path="/jobs/:kind/:id">{({ kind, id }) => <JobPage kind={kind} id={id} />}</Route>
        <Route path="/endpoints" component={EndpointsPage} />
        <Route>{t.pageNotFound}</Route>
      </Switch>
    </Shell>
  );
}
