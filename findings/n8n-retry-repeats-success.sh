#!/usr/bin/env bash
# n8n-core 2.41.1, setting Retry On Fail
#
# A node that succeeds is executed again if its first item has a field named "error", up to the maximum number of
# tries. An empty string or 0 is enough, as in the responses of APIs that always send the field. A node that sends
# invitations sends them three times, and the execution is still a success. Only the first item counts, and null
# doesn't.
#
# Output seen:
#   [{"id":1}]: executed 1 time(s), success
#   [{"id":1,"error":""}]: executed 3 time(s), success
#   [{"id":1,"error":null}]: executed 1 time(s), success
#   [{"id":1},{"id":2,"error":""}]: executed 1 time(s), success
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
	n8n-core@2.41.1 n8n-workflow@2.41.0 reflect-metadata@0.2.2
N8N_USER_FOLDER=$dir node <<'JS'
require('reflect-metadata');
const assert = require('node:assert/strict');
const { Container } = require('@n8n/di');
const { Logger } = require('@n8n/backend-common');
const { ExecutionLifecycleHooks, WorkflowExecute } = require('n8n-core');
const { createRunExecutionData, Workflow } = require('n8n-workflow');

const silent = new Proxy({}, { get: () => () => silent });
Container.set(Logger, silent);

const executions = async (records) => {
	let count = 0;
	const description = { displayName: 'Invite', name: 'invite', group: [], version: 1, properties: [] };
	const invite = {
		description: { ...description, defaults: { name: 'Invite' }, inputs: ['main'], outputs: ['main'] },
		execute: async () => {
			count++;
			return [records.map((json) => ({ json }))];
		},
	};
	const nodeTypes = { getByName: () => invite, getByNameAndVersion: () => invite, getKnownTypes: () => ({}) };
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
	const place = { typeVersion: 1, position: [0, 0], parameters: {} };
	const nodes = [{ id: '1', name: 'Invite', type: 'invite', ...place, ...settings }];
	const workflow = new Workflow({ id: '1', active: false, nodes, connections: {}, nodeTypes });
	const hooks = new ExecutionLifecycleHooks('trigger', '1', { id: '1', name: 'Invite' });
	const finished = new Promise((resolve) => hooks.addHandler('workflowExecuteAfter', resolve));
	const nodeExecutionStack = [{ node: workflow.getNode('Invite'), data: { main: [[{ json: {} }]] }, source: null }];
	const rest = { contextData: {}, metadata: {}, waitingExecution: {}, waitingExecutionSource: null };
	const data = createRunExecutionData({ executionData: { ...rest, nodeExecutionStack } });
	const additionalData = { hooks, executionId: '1', setExecutionStatus() {} };
	void new WorkflowExecute(additionalData, 'manual', data).processRunExecutionData(workflow);
	const { status } = await finished;
	console.log(`${JSON.stringify(records)}: executed ${count} time(s), ${status}`);
	assert.equal(status, 'success');
	return count;
};

process.exitCode = 1; // until everything below has run
(async () => {
	assert.equal(await executions([{ id: 1 }]), 1);
	assert.equal(await executions([{ id: 1, error: '' }]), 3);
	assert.equal(await executions([{ id: 1, error: null }]), 1);
	assert.equal(await executions([{ id: 1 }, { id: 2, error: '' }]), 1);
	process.exit(0);
})();
JS
