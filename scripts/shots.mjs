/**
 * Takes the screenshots for the documentation in a real n8n: docs/pictures/<name>.png, and <name>-dark.png.
 *
 *   npm run shots
 *   npm run shots -- node output examples/hr-form
 *
 * Each screenshot lists the texts that must be visible. test/e2e/editor.test.mjs takes the screenshots too,
 * and checks the texts.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { folders } from '../sandbox/process/folders.mjs';
import { buildPackage } from '../sandbox/n8n-runtime/package.mjs';
import { browserEnvironment, says } from '../test/e2e/support/browser.mjs';

const PICTURES = path.join(folders.package, 'docs', 'pictures');
const SERVER_TO_SERVER = 'zoomUsersServerToServerApi';

/** Image pixels per page pixel. */
const SCALE = 1.25;

/** Hides overlays, and shows the whole form of a credential. */
const STYLE = `
	[role="alert"], [data-test-id="floating-nodes"], [data-test-id="canvas-controls"],
	[class*="_executionButtons_"], [class*="_nodeButtonsWrapper_"], .tab-bar-container { visibility: hidden !important; }
	* { transition: none !important; }
	[data-test-id="editCredential-modal"],
	[data-test-id="editCredential-modal"] :is(.el-dialog__body, .modal-content, [class*="_mainContent_"]) {
		height: auto !important; max-height: none !important; overflow: visible !important;
	}
`;

/**
 * @typedef {object} Shot
 * @property {string} name      of the file, without the extension
 * @property {string[]} texts   that must be visible in the picture
 * @property {{ width?: number, height?: number, scale?: number }} [look]  the size of the window
 * @property {number} [margin]  around the parts, in page pixels
 * @property {(editor: any, sandbox: any) => Promise<{ boundingBox: () => Promise<object> }[]>} open  opens the view, and returns the parts of the page to capture
 */

/** @type {Shot[]} */
export const SHOTS = [
	{
		name: 'credential',
		texts: [
			'Zoom Users (Server-to-Server)',
			'Connection tested successfully',
			'Account ID',
			'Client ID',
			'Client Secret',
			'Environment',
			'Account Plan',
		],
		look: { width: 1100, height: 1400 },
		async open(editor, sandbox) {
			await editor.open(`/home/credentials/${sandbox.credentials[SERVER_TO_SERVER].id}`);
			await says(editor.credential, 'Connection tested successfully');
			return [editor.at('editCredential-modal')];
		},
	},
	{
		name: 'node',
		texts: [
			'Invite by Email (create)',
			'Email',
			'ada@example.com',
			'First Name',
			'Ada',
			'Last Name',
			'Lovelace',
			'Type',
			'Basic',
			'1 item',
			'"outcome"',
			'"created"',
			'"pending"',
		],
		look: { width: 1400, height: 1010 },
		async open(editor, sandbox) {
			const workflow = await sandbox.n8n.putWorkflow(firstUser(sandbox));
			await editor.openNode(workflow, 'zoom');
			await editor.executeStep();
			await says(editor.output, '1 item');
			await editor.showAs('JSON');
			return [editor.at('node-parameters'), editor.output];
		},
	},
	{
		name: 'output',
		texts: [
			'Success Branch (10 items)',
			'outcome',
			'created',
			'exists',
			'pending',
			'amelie.lefevre@northwind.example',
			'結衣',
			'henrik.soderberg@northwind.example',
		],
		look: { width: 2460, height: 760 },
		async open(editor, sandbox) {
			await runOnboarding(editor, sandbox);
			await editor.node('Create Zoom users').dblclick();
			await editor.showBranch('Success Branch');
			await editor.showAs('Table');
			return [tableIn(editor.output)];
		},
	},
	{
		name: 'error-branch',
		texts: [
			'Error Branch (2 items)',
			'priya.raman(at)northwind.example',
			'is not an email address',
			'invalid',
			'no license of this type is left',
			'Free a license or buy one',
			'licenses',
		],
		look: { width: 2460, height: 760 },
		async open(editor, sandbox) {
			await runOnboarding(editor, sandbox);
			await editor.node('Create Zoom users').dblclick();
			await editor.showBranch('Error Branch');
			await editor.showAs('Table');
			return [tableIn(editor.output)];
		},
	},
	{
		name: 'readiness',
		texts: [
			'11 items',
			'check',
			'state',
			'neededFor',
			'missing',
			'user:update:email:admin',
			'1 of 2 operations can begin. Blocked: User: Change Email',
		],
		look: { width: 2460, height: 1500 },
		async open(editor, sandbox) {
			const { settings } = await sandbox.control('GET', '');
			const scopes = settings.scopes.filter((scope) => scope !== 'user:update:email:admin');
			await sandbox.control('PUT', '/settings', { scopes, meIsOwner: true });
			await editor.openNode(await sandbox.n8n.putWorkflow(readiness(sandbox)), 'zoom');
			await editor.executeStep();
			await says(editor.output, '11 items');
			await editor.showAs('Table');
			return [tableIn(editor.output)];
		},
	},
	{
		name: 'onboarding',
		texts: [
			'Invite new hires to Zoom',
			'Set up',
			'Fetch the list',
			'One item per person',
			'Create Zoom users',
			'invite user by email',
			'12 items',
			'Success',
			'10 items',
			'Error',
			'2 items',
			'In Zoom',
			'Not created',
		],
		look: { width: 1400, height: 1000 },
		margin: 60,
		async open(editor, sandbox) {
			await runOnboarding(editor, sandbox);
			return await wholeCanvas(editor);
		},
	},
	// The onboarding example has a picture of an execution.
	...readdirSync(folders.examples)
		.filter((file) => file.endsWith('.json') && file !== 'onboarding.json')
		.map(exampleShot),
];

/** An example after its import: all its nodes, and the headings of its notes. */
function exampleShot(file) {
	const { nodes } = JSON.parse(readFileSync(path.join(folders.examples, file), 'utf8'));
	const isNote = ({ type }) => type === 'n8n-nodes-base.stickyNote';
	return {
		name: `examples/${path.basename(file, '.json')}`,
		texts: nodes.map((node) => (isNote(node) ? /^## (.+)$/m.exec(node.parameters.content)[1] : node.name)),
		look: { width: 1800, height: 1100 },
		margin: 70,
		async open(editor, sandbox) {
			await editor.openWorkflow(await sandbox.n8n.putWorkflow(sandbox.example(file)));
			return await wholeCanvas(editor);
		},
	};
}

/** Everything on the canvas, zoomed to fit. */
async function wholeCanvas(editor) {
	await editor.at('zoom-to-fit').click();
	return await editor.page
		.locator(
			':is([data-test-id="sticky"], [data-test-id="canvas-node"], [data-test-id="canvas-handle-plus"]):visible',
		)
		.all();
}

/** A workflow with a trigger, and the node with three fields filled in. */
const firstUser = ({ credentials }) => ({
	name: 'A first user',
	nodes: [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'zoom',
			name: 'Create user',
			type: 'n8n-nodes-zoom-users.zoomUsers',
			typeVersion: 1,
			position: [220, 0],
			parameters: {
				authentication: 'serverToServer',
				email: 'ada@example.com',
				firstName: 'Ada',
				lastName: 'Lovelace',
			},
			credentials: { [SERVER_TO_SERVER]: credentials[SERVER_TO_SERVER] },
		},
	],
	connections: { Start: { main: [[{ node: 'Create user', type: 'main', index: 0 }]] } },
});

/** The same workflow, with the readiness check of two operations. */
const readiness = (sandbox) => {
	const workflow = firstUser(sandbox);
	const [, node] = workflow.nodes;
	node.parameters = {
		authentication: 'serverToServer',
		resource: 'account',
		operation: 'checkReadiness',
		operations: ['user.get', 'user.changeEmail'],
	};
	return { ...workflow, name: 'Readiness' };
};

/** Executes the onboarding example with a user who is already in Zoom, and fewer licenses than users. */
async function runOnboarding(editor, sandbox) {
	copyFileSync(path.join(folders.examples, 'new-hires.csv'), path.join(sandbox.folder, 'new-hires.csv'));
	await sandbox.control('PUT', '/settings', { licenses: 4 });
	await sandbox.control('POST', '/people', {
		email: 'henrik.soderberg@northwind.example',
		status: 'active',
		type: 1,
		first_name: 'Henrik',
		last_name: 'Söderberg',
	});
	await editor.openWorkflow(await sandbox.n8n.putWorkflow(sandbox.example('onboarding.json')));
	await editor.executeWorkflow();
	await says(editor.page.getByRole('alert'), 'Workflow executed successfully');
}

/** The output, down to the end of its table. */
const tableIn = (output) => ({
	async boundingBox() {
		const [panel, table] = await Promise.all([output.boundingBox(), output.locator('table').boundingBox()]);
		return { ...panel, height: table.y + table.height + 14 - panel.y };
	},
});

/**
 * Takes a picture in light and dark mode.
 *
 * @param {object} sandbox   of {@link browserEnvironment}
 * @param {Shot} shot
 * @param {string} folder  for <name>.png and <name>-dark.png, which it writes even if a text is missing
 * @returns {Promise<string[]>} the files
 * @throws {AssertionError} if one of its texts is not visible
 */
export async function takeShot(sandbox, { name, texts, look, margin = 0, open }, folder) {
	await sandbox.control('POST', '/reset');
	const editor = await sandbox.openEditor({ scale: SCALE, ...look });
	try {
		const parts = await open(editor, sandbox);
		const style = await editor.page.addStyleTag({ content: STYLE });
		await steady(editor, sandbox);
		const clip = await around(parts, margin);
		const files = [];
		for (const [scheme, file] of [
			['light', `${name}.png`],
			['dark', `${name}-dark.png`],
		]) {
			await editor.page.emulateMedia({ colorScheme: scheme });
			// Dark mode loads other icons.
			await editor.page.waitForTimeout(200);
			files.push(path.join(folder, file));
			mkdirSync(path.dirname(files.at(-1)), { recursive: true });
			await editor.page.screenshot({ path: files.at(-1), clip });
		}
		assert.deepEqual(await missing(editor.page, clip, texts), [], `Missing from ${name}.png`);
		await style.evaluate((element) => element.remove());
		await editor.page.emulateMedia({ colorScheme: 'light' });
		await editor.leave();
		return files;
	} catch (error) {
		await editor.close();
		throw error;
	}
}

/**
 * Replaces the random ports with those of `npm start`, and the address of the list with the one in the
 * example.
 */
async function steady(editor, sandbox) {
	const [{ parameters }] = sandbox
		.example('onboarding.json')
		.nodes.filter(({ name }) => name === 'Fetch the list');
	const usual = [
		[sandbox.zoom.url, 'http://127.0.0.1:4580'],
		[sandbox.url, 'http://127.0.0.1:5690'],
		[new URL(parameters.url).origin, 'https://files.example.com'],
	];
	await editor.page.evaluate((pairs) => {
		const put = (text) => pairs.reduce((all, [from, to]) => all.replaceAll(from, to), text);
		for (const field of document.querySelectorAll('input, textarea')) {
			if (put(field.value) !== field.value) field.value = put(field.value);
		}
		const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) {
			const { data } = texts.currentNode;
			if (put(data) !== data) texts.currentNode.data = put(data);
		}
	}, usual);
}

/** The texts that are not visible in the picture. */
async function missing(page, clip, texts) {
	return await page.evaluate(
		({ clip, texts }) => {
			/** Compares the middle, because a text box is higher than its letters. */
			const isIn = (box, { left, top, right, bottom }) => {
				const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
				return box.width > 0 && x > left && x < right && y > top && y < bottom;
			};
			const picture = { left: clip.x, top: clip.y, right: clip.x + clip.width, bottom: clip.y + clip.height };
			const isSeen = (element, box) => {
				if (!isIn(box, picture) || !element.checkVisibility({ visibilityProperty: true })) return false;
				for (let around = element.parentElement; around; around = around.parentElement) {
					const isCut = getComputedStyle(around).overflow !== 'visible';
					if (isCut && !isIn(box, around.getBoundingClientRect())) return false;
				}
				return true;
			};
			const boxOf = (node, text) => {
				const range = document.createRange();
				range.setStart(node, node.data.indexOf(text));
				range.setEnd(node, node.data.indexOf(text) + text.length);
				return range.getClientRects()[0] ?? range.getBoundingClientRect();
			};
			const isShown = (text) => {
				const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
				while (nodes.nextNode()) {
					const node = nodes.currentNode;
					if (node.data.includes(text) && isSeen(node.parentElement, boxOf(node, text))) return true;
				}
				return [...document.querySelectorAll('input, textarea')].some(
					(field) => field.value.includes(text) && isSeen(field, field.getBoundingClientRect()),
				);
			};
			return texts.filter((text) => !isShown(text));
		},
		{ clip, texts },
	);
}

/** The box around all parts, with a margin. */
async function around(parts, margin) {
	const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
	const left = Math.min(...boxes.map(({ x }) => x)) - margin;
	const top = Math.min(...boxes.map(({ y }) => y)) - margin;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + margin;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + margin;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

async function run(wanted) {
	const unknown = wanted.filter((name) => !SHOTS.some((shot) => shot.name === name));
	if (unknown.length > 0) throw new Error(`There is no picture ${unknown}: ${SHOTS.map(({ name }) => name)}`);
	await buildPackage();
	const sandbox = await browserEnvironment();
	try {
		for (const shot of SHOTS) {
			if (wanted.length > 0 && !wanted.includes(shot.name)) continue;
			for (const file of await takeShot(sandbox, shot, PICTURES))
				console.log(`${path.relative('', file)}: ${Math.round(statSync(file).size / 1000)} kB`);
		}
	} finally {
		await sandbox.stop();
	}
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	run(process.argv.slice(2)).catch((error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}
