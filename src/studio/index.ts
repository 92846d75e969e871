/** Studio: the dashboard and the run folders as JSON, on this machine alone. `api.ts` holds what goes over the wire. */
export { type Studio, type StudioOptions, startStudio } from './start-studio.ts';
