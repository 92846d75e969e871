export { createMonitor, type MonitorEvent, type MonitorSummary, monitorRequests } from './create-monitor.ts';
export { deleteMonitor, findMonitors, type Monitor } from './find-monitors.ts';
export { type MonitorOptions, type MonitorPlan, type MonitorThresholds, planMonitor } from './plan-monitor.ts';
export { readTraffic, type Traffic, type TrafficOptions, type TrafficPeriod } from './read-traffic.ts';
export { findServedEndpoint, type ServedEndpoint } from './served-endpoint.ts';
