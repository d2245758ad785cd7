/**
 * Executes a workflow of two nodes, a start node and the Zoom Users node, with n8n-core's
 * `WorkflowExecute`. Only two parts are reimplemented, which belong to the `n8n` package: the credentials helper and
 * the store for processed items.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	ILoadOptionsFunctions,
	INode,
	INodeCredentialsDetails,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	IRun,
} from 'n8n-workflow';
import { ZoomUsersOAuth2Api } from '../../../credentials/ZoomUsersOAuth2Api.credentials';
import { ZoomUsersServerToServerApi } from '../../../credentials/ZoomUsersServerToServerApi.credentials';
import { ZoomUsers } from '../../../nodes/ZoomUsers/ZoomUsers.node';

// n8n-core writes an encryption key. Keeps it out of the home folder.
const userFolder = mkdtempSync(join(tmpdir(), 'engine-'));
process.env.N8N_USER_FOLDER = userFolder;
afterAll(() => rmSync(userFolder, { recursive: true, force: true }));
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'false';

const {
	DataDeduplicationService,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	WorkflowExecute,
} = require('n8n-core');
const { Workflow, NodeHelpers, ICredentialsHelper, createRunExecutionData } = require('n8n-workflow');

const { Container } = require('@n8n/di');
const { Logger } = require('@n8n/backend-common');

/** n8n's log, of all levels, instead of standard output. */
const logLines: string[] = [];
const write = (message: unknown) => void logLines.push(String(message));
const recorder = { error: write, warn: write, info: write, debug: write, scoped: () => recorder };
Container.set(Logger, recorder);

/** The fields of n8n's parent credential `oAuth2Api`. */
const OAUTH2_PARENT: INodeProperties[] = [
	'grantType',
	'authUrl',
	'accessTokenUrl',
	'clientId',
	'clientSecret',
	'scope',
	'authQueryParameters',
	'authentication',
].map((name) => ({ displayName: name, name, type: 'string', default: '' }));

const TYPES: Record<string, ICredentialType> = {
	zoomUsersOAuth2Api: new ZoomUsersOAuth2Api(),
	zoomUsersServerToServerApi: new ZoomUsersServerToServerApi(),
};

export interface StoredCredential {
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** Based on `credentials-helper.ts` of n8n 2.41, with a Map instead of a database. */
class CredentialsHelper extends ICredentialsHelper {
	constructor(private readonly stored: Map<string, StoredCredential>) {
		super();
	}

	getParentTypes(type: string) {
		return TYPES[type].extends ?? [];
	}

	getCredentialsProperties(type: string) {
		const own = TYPES[type].properties;
		const inherited = TYPES[type].extends ? OAUTH2_PARENT : [];
		return [...inherited.filter(({ name }) => !own.some((field) => field.name === name)), ...own];
	}

	isCredentialUsableByNode() {
		return true;
	}

	async authenticate(credentials: ICredentialDataDecryptedObject, type: string, options: never) {
		const { authenticate } = TYPES[type];
		return typeof authenticate === 'function' ? await authenticate(credentials, options) : options;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		expired: boolean,
	) {
		const expirable = TYPES[type].properties.find(({ typeOptions }) => typeOptions?.expirable);
		const renew = TYPES[type].preAuthentication;
		if (!expirable || !renew || !(credentials[expirable.name] === '' || expired)) return undefined;
		const output = (await renew.call(helpers, credentials)) as ICredentialDataDecryptedObject;
		if (output[expirable.name] === undefined) return undefined;
		const details = node.credentials?.[type];
		if (!details) return undefined;
		const { data } = await this.getCredentials(details);
		await this.updateCredentials(details, type, { ...data, ...output });
		return Object.assign(credentials, output);
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials({ id }: INodeCredentialsDetails): Promise<StoredCredential> {
		const credential = this.stored.get(String(id));
		if (!credential) throw new Error(`Credential with ID "${id}" does not exist.`);
		return credential;
	}

	async getDecrypted(
		_additionalData: unknown,
		details: INodeCredentialsDetails,
		type: string,
		mode: string,
		executeData?: unknown,
		raw?: boolean,
		inRun?: {
			workflow: typeof Workflow;
			runExecutionData: unknown;
			runIndex: number;
			itemIndex: number;
			node: INode;
			connectionInputData: unknown;
		},
	) {
		const { data } = await this.getCredentials(details);
		if (raw) return data;
		const withDefaults = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			data,
			true,
			false,
			null,
			null,
		);
		if (data.oauthTokenData) withDefaults.oauthTokenData = data.oauthTokenData;
		if (inRun) {
			return inRun.workflow.expression.getParameterValue(
				withDefaults,
				inRun.runExecutionData,
				inRun.runIndex,
				inRun.itemIndex,
				inRun.node.name,
				inRun.connectionInputData,
				mode,
				{},
				executeData,
				false,
				withDefaults,
			);
		}
		const node = { id: 'mock', name: 'mock', typeVersion: 1, type: 'mock', position: [0, 0], parameters: {} };
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: MOCK_TYPES });
		await workflow.expression.acquireIsolate?.().catch(() => {});
		return workflow.expression.getComplexParameterValue(
			node,
			withDefaults,
			'internal',
			{},
			undefined,
			undefined,
			withDefaults,
		);
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	) {
		this.stored.set(String(details.id), { type, data });
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		type: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	) {
		const { data } = await this.getCredentials(details);
		this.stored.set(String(details.id), { type, data: { ...data, oauthTokenData } });
	}
}

/** Based on `deduplication-helper.ts` of n8n 2.41, for the mode `entries`, with a Map instead of a database. */
const processedItems = {
	recorded: new Map<string, string[]>(),
	async checkProcessedAndRecord(
		items: string[],
		_scope: string,
		{ workflow, node }: { workflow: { id: string }; node: INode },
		{ maxEntries }: { maxEntries: number },
	) {
		const key = `${workflow.id} ${node.id}`;
		const before = this.recorded.get(key) ?? [];
		const fresh = items.filter((item) => !before.includes(item));
		this.recorded.set(key, [...before, ...fresh].slice(-maxEntries));
		return { new: fresh, processed: items.filter((item) => before.includes(item)) };
	},
	async removeProcessed(
		items: string[],
		_scope: string,
		{ workflow, node }: { workflow: { id: string }; node: INode },
	) {
		const key = `${workflow.id} ${node.id}`;
		this.recorded.set(
			key,
			(this.recorded.get(key) ?? []).filter((item) => !items.includes(item)),
		);
	},
};
void DataDeduplicationService.init(processedItems);

const START = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: { getInputData(): INodeExecutionData[] }) {
		return [this.getInputData()];
	},
} as unknown as INodeType;

const MOCK_TYPES = {
	getByNameAndVersion: () => ({ description: { properties: [] } }),
	getByName: () => ({}),
};
const NODE_TYPE = 'n8n-nodes-zoom-users.zoomUsers';
const types: Record<string, INodeType> = { start: START, [NODE_TYPE]: new ZoomUsers() };
const nodeTypes = {
	getByName: (type: string) => types[type],
	getByNameAndVersion: (type: string) => types[type],
	getKnownTypes: () => ({}),
};

export interface NodeRun {
	/** One row each. */
	rows: IDataObject[];
	/** Executes this node instead of Zoom Users. */
	node?: INodeType;
	/** The parameters of the node. `authentication` is set from the credential. */
	parameters?: IDataObject;
	/** Other settings of the node: onError, retryOnFail, maxTries, waitBetweenTries. */
	settings?: Partial<INode>;
	credential: StoredCredential;
	/** The ID of the credential, as in n8n. */
	credentialId?: string;
	/** Shared by runs that use each other's renewed tokens. */
	store?: Map<string, StoredCredential>;
	/** The static data of the workflow. Shared by runs of the same workflow. */
	staticData?: IDataObject;
	/** The ID of the execution. Runs with the same one are one execution that n8n runs again from its start. */
	executionId?: string;
	/** The ID of the workflow. Default: another one for each execution. */
	workflowId?: string;
	/** Executes the node twice in one execution, as in a loop. The result is that of the second time. */
	twice?: boolean;
	/** The credential of the node does not exist. */
	withoutCredential?: boolean;
	/** Cancels the execution when it resolves, as the Stop button does. */
	cancelAfter?: Promise<unknown>;
}

export interface NodeResult {
	status: string;
	/** The output branches with their items. */
	outputs: INodeExecutionData[][];
	json: IDataObject[];
	/** The items of the Error output. */
	errorJson: IDataObject[];
	error?: Error & { description?: string; node?: INode; context?: IDataObject };
	hints: string[];
	/** n8n's log during the run, and shortly after. */
	log: string[];
	/** The results as n8n stores them. */
	stored: string;
}

/** The context of the lists in the editor, for a node with this credential. */
export function loadOptions(credential: StoredCredential): ILoadOptionsFunctions {
	const store = new Map([['1', credential]]);
	const isServerToServer = credential.type === 'zoomUsersServerToServerApi';
	const parameters = { authentication: isServerToServer ? 'serverToServer' : 'oAuth2' };
	const node = {
		id: '1',
		name: 'Zoom Users',
		type: NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credential.type]: { id: '1', name: 'Zoom' } },
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		credentialsHelper: new CredentialsHelper(store),
		currentNodeParameters: parameters,
	};
	return new LoadOptionsContext(workflow, node, additionalData, '');
}

const TO_ZOOM = { node: 'Zoom Users', type: 'main', index: 0 };

let runs = 0;

export async function runNode(run: NodeRun): Promise<NodeResult> {
	const { rows, parameters, settings, credential, withoutCredential } = run;
	const logStart = logLines.length;
	types.other = run.node ?? START;
	const store = run.store ?? new Map<string, StoredCredential>();
	const id = run.credentialId ?? `${credential.type}-1`;
	if (!store.has(id) && !withoutCredential) store.set(id, credential);
	const isServerToServer = credential.type === 'zoomUsersServerToServerApi';
	const nodes = [
		{ id: '1', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
		{ id: '3', name: 'Once more', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: 'Zoom Users',
			type: run.node ? 'other' : NODE_TYPE,
			typeVersion: 1,
			position: [0, 0],
			parameters: { authentication: isServerToServer ? 'serverToServer' : 'oAuth2', ...parameters },
			credentials: { [credential.type]: { id, name: 'Zoom' } },
			...settings,
		},
	];
	const executionId = run.executionId ?? String(++runs);
	const workflowId = run.workflowId ?? `test-${executionId}`;
	const workflow = new Workflow({
		id: workflowId,
		name: 'test',
		active: false,
		nodeTypes,
		nodes,
		connections: {
			Start: { main: [[TO_ZOOM, ...(run.twice ? [{ node: 'Once more', type: 'main', index: 0 }] : [])]] },
			'Once more': { main: [[TO_ZOOM]] },
		},
		settings: { executionOrder: 'v1' },
		staticData: run.staticData ?? {},
	});
	const hooks = new ExecutionLifecycleHooks('trigger', '1', { id: workflowId, name: 'test' });
	const finished = new Promise<IRun>((resolve) => hooks.addHandler('workflowExecuteAfter', resolve));
	const additionalData = {
		hooks,
		credentialsHelper: new CredentialsHelper(store),
		executionId,
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost/',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		webhookBaseUrl: 'http://localhost/webhook',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		webhookTestBaseUrl: 'http://localhost/webhook-test',
		variables: {},
		logAiEvent() {},
		setExecutionStatus() {},
	};
	const startItems = rows.map((json) => ({ json }));
	const data = {
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: null,
			nodeExecutionStack: [{ node: workflow.getNode('Start'), data: { main: [startItems] }, source: null }],
		},
	};
	const execution = new WorkflowExecute(
		additionalData,
		'manual',
		createRunExecutionData ? createRunExecutionData({ executionData: data.executionData }) : data,
	);
	await workflow.expression.acquireIsolate?.().catch(() => {});
	const promise = execution.processRunExecutionData(workflow);
	void run.cancelAfter?.then(() => promise.cancel());
	promise.catch(() => {}); // A cancelled execution rejects. The hook reports how it ended.
	const result = await finished;
	if (run.cancelAfter) await new Promise((resolve) => setTimeout(resolve, 1_000)); // n8n does not wait for the node
	const taskData = result.data.resultData.runData['Zoom Users']?.at(-1);
	const outputs = (taskData?.data?.main ?? []).map((items) => items ?? []);
	return {
		status: result.status,
		outputs,
		json: (outputs[0] ?? []).map(({ json }) => json),
		errorJson: (outputs[1] ?? []).map(({ json }) => json),
		error: (taskData?.error ?? result.data.resultData.error) as NodeResult['error'],
		hints: (taskData?.hints ?? []).map(({ message }) => message),
		log: logLines.slice(logStart),
		stored: JSON.stringify(result.data.resultData),
	};
}
