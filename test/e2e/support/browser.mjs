/** Drives n8n's editor in a real browser, the way a user does. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { n8nWithZoom } from './n8nWithZoom.mjs';

/** How long to wait for an element or a text, in ms. The machine may run other tests at the same time. */
const PATIENCE = 60_000;
/** How long to wait for a page of the editor, in ms. The first one loads all of its code. */
export const PAGE_PATIENCE = 120_000;
/** How long to wait for the list of workflows after a visit, in ms. */
const LEAVING_PATIENCE = 20_000;
/** How long to wait in the nodes panel before trying again, in ms. */
const RETRY_AFTER = 5_000;
const POLL_EVERY = 100;

const CHROMIUMS = [
	process.env.CHROMIUM,
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Starts n8n with this package, the Zoom simulator, and a browser that is signed in as n8n's owner.
 *
 * @returns what {@link n8nWithZoom} gives, n8n running, with `n8n`, its `url`, the `credentials` by type, and `openEditor`
 */
export async function browserEnvironment() {
	const environment = await n8nWithZoom();
	let browser;
	const stop = async () => {
		await browser?.close();
		await environment.stop();
	};
	try {
		const n8n = await environment.start();
		const url = (await n8n.call('GET', '/settings')).urlBaseEditor.replace(/\/$/, '');
		const credentials = Object.fromEntries(
			(await n8n.call('GET', '/credentials')).map(({ id, name, type }) => [type, { id, name }]),
		);
		browser = await startBrowser();
		// One page for all visits with the same scale: a new page computes for 20 seconds to load the editor's code.
		const editors = new Map();
		async function openEditor({ width = 1400, height = 1000, scale = 1 } = {}) {
			if (editors.get(scale)?.page.isClosed() ?? true) {
				const context =
					editors.get(scale)?.page.context() ?? (await signedIn(browser, url, n8n.cookie, scale));
				editors.set(scale, new Editor(await context.newPage(), url));
			}
			const editor = editors.get(scale);
			await editor.page.setViewportSize({ width, height });
			return editor;
		}
		return { ...environment, n8n, url, credentials, openEditor, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

export async function startBrowser() {
	const executablePath = CHROMIUMS.find((path) => path && existsSync(path));
	if (!executablePath)
		throw new Error('No Chromium found. Install it (apt-get install chromium), or set CHROMIUM to its path.');
	return await chromium.launch({
		executablePath,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}

async function signedIn(browser, url, cookie, deviceScaleFactor) {
	const context = await browser.newContext({ deviceScaleFactor, locale: 'en-US', timezoneId: 'UTC' });
	context.setDefaultTimeout(PATIENCE);
	await context.addCookies(
		cookie.split('; ').map((one) => {
			const [name, ...value] = one.split('=');
			return { name, value: value.join('='), url };
		}),
	);
	return context;
}

/** Finds the visible parts of n8n's editor by their `data-test-id`. */
export class Editor {
	constructor(page, url) {
		this.page = page;
		this.url = url;
	}

	at(part, within = this.page) {
		return within.locator(`[data-test-id="${part}"]:visible`);
	}

	/** Opens a path in a new page, or within the editor that the page has loaded. */
	async open(path) {
		if (!this.page.url().startsWith(this.url))
			await this.page.goto(`${this.url}${path}`, { timeout: PAGE_PATIENCE });
		else
			await this.page.evaluate((to) => {
				const { $router } = document.querySelector('#app').__vue_app__.config.globalProperties;
				return void $router.push(to);
			}, path);
	}

	async openWorkflow({ id }) {
		await this.open(`/workflow/${id}`);
		await this.at('canvas-node').first().waitFor({ timeout: PAGE_PATIENCE });
	}

	/** @param {string} node  its id */
	async openNode({ id }, node) {
		await this.open(`/workflow/${id}/${node}`);
		await this.at('node-parameters').waitFor({ timeout: PAGE_PATIENCE });
	}

	/** A node on the canvas. */
	node(name) {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** The plus sign of a node's output, or of an agent's sub-node connection. */
	plus(name, { output, input }) {
		const handle =
			output === undefined
				? `[data-test-id="canvas-node-input-handle"][data-connection-type="${input}"]`
				: `[data-test-id="canvas-node-output-handle"][data-index="${output}"]`;
		return this.at('canvas-handle-plus', this.node(name).locator(handle));
	}

	/** Opens the nodes panel, unless it's open, and types into it. */
	async searchNodes(opener, words) {
		await tryAgain(async () => {
			if (!(await this.panelSearch.isVisible())) await opener.click({ timeout: RETRY_AFTER });
			await this.panelSearch.fill(words, { timeout: RETRY_AFTER });
		});
	}

	/**
	 * Adds a node through the nodes panel. While n8n loads the panel's code, it may show another list, replace an entry
	 * that is clicked, or close the panel: then this opens the panel again.
	 *
	 * @param {import('playwright-core').Locator} opener  opens the panel
	 * @param {{ list?: string, search: string, choose: string[] }} what  the title of the list, the words to search for,
	 *   and the entries to click, one after the other
	 */
	async addNode(opener, { list, search, choose }) {
		const before = await this.nodeNames();
		const added = async () => (await this.nodeNames()).filter((name) => !before.includes(name));
		await tryAgain(async () => {
			if ((await added()).length === 0) await this.chooseInPanel(opener, { list, search, choose });
		});
		await until(
			async () => (await added()).length > 0,
			() => `n8n hasn't added ${choose.join(' > ')}`,
		);
		assert.equal((await added()).length, 1, `n8n has added more than one node`);
	}

	/** Opens the nodes panel anew, and clicks its entries. n8n closes it after the last one. */
	async chooseInPanel(opener, { list, search, choose }) {
		const timeout = RETRY_AFTER;
		if (await this.panelSearch.isVisible()) await this.page.keyboard.press('Escape');
		await this.panelSearch.waitFor({ state: 'hidden', timeout });
		await opener.click({ timeout });
		if (list) await this.at('nodes-list-header').getByText(list, { exact: true }).waitFor({ timeout });
		await this.panelSearch.fill(search, { timeout });
		for (const entry of choose) await this.found(entry).click({ timeout });
		await this.panelSearch.waitFor({ state: 'hidden', timeout });
	}

	/** The names of the nodes on the canvas. */
	async nodeNames() {
		const nodes = this.page.locator('[data-test-id="canvas-node"]');
		return await nodes.evaluateAll((all) => all.map(({ dataset }) => dataset.nodeName).filter(Boolean));
	}

	/** The search field of the nodes panel. */
	get panelSearch() {
		return this.at('node-creator-search-bar');
	}

	/** An entry of the nodes panel. */
	found(name) {
		return this.at('node-creator-item-name').getByText(name, { exact: true }).first();
	}

	/** A field of a node or a credential, by the name of its parameter. */
	field(name) {
		return this.at(`parameter-input-${name}`);
	}

	async fill(name, text) {
		await this.field(name).locator('input, textarea').first().fill(text);
	}

	async valueOf(name) {
		return await this.field(name).locator('input, textarea').first().inputValue();
	}

	/** Opens a dropdown, and selects the option with this name. */
	async choose(name, option) {
		await this.field(name).click();
		await this.pick(option);
	}

	/** Adds an option to one of the node's collections. */
	async add(collection, option) {
		const collections = this.at('parameter-item').filter({
			has: this.page.getByText(collection, { exact: true }),
		});
		await this.at('collection-parameter-add', collections.last()).click();
		await this.pick(option);
	}

	/** Selects an option of the open dropdown. Its name is the first line of its text. */
	async pick(name) {
		const choices = this.page.getByRole('option');
		let names = [];
		await until(
			async () => {
				names = (await choices.allInnerTexts()).map((text) => text.trim().split('\n')[0]);
				return names.includes(name);
			},
			() => `No option "${name}" in ${JSON.stringify(names)}`,
		);
		await choices.nth(names.indexOf(name)).click();
	}

	/** The labels of the fields that a node shows, from top to bottom. */
	async labels() {
		const texts = await this.at('input-label', this.at('node-parameters')).allInnerTexts();
		return texts.map((text) => text.trim().split('\n')[0]).filter(Boolean);
	}

	/** Opens the form for a new credential from an open node. */
	async newCredential() {
		await this.at('node-credentials-select').click();
		await this.at('node-credentials-select-item-new').click();
		await this.credential.waitFor();
	}

	async chooseCredential(name) {
		await this.at('node-credentials-select').click();
		await this.page
			.locator('[data-test-id^="node-credentials-select-item-"]')
			.filter({ hasText: name })
			.click();
		await says(this.at('node-credentials-slot').locator('input'), name);
	}

	get credential() {
		return this.page.getByRole('dialog').filter({ has: this.at('credential-save-button') });
	}

	async closeCredential() {
		await this.credential.getByRole('button', { name: /close/i }).first().click();
		await this.credential.waitFor({ state: 'hidden' });
	}

	async closeNode() {
		await this.at('ndv-close-button').click();
		await this.at('ndv-close-button').waitFor({ state: 'hidden' });
	}

	async executeStep() {
		await this.at('node-execute-button').click();
	}

	async executeWorkflow() {
		await this.at('execute-workflow-button').click();
	}

	get output() {
		return this.at('output-panel');
	}

	async showBranch(name) {
		await this.output.getByRole('tab', { name }).click();
	}

	/** @param {'Schema' | 'Table' | 'JSON'} form  n8n keeps the view for the next node */
	async showAs(form) {
		await this.output.getByRole('radio', { name: form }).click();
	}

	/** Takes a screenshot of every open page, to show why a test failed. */
	async screenshots(path) {
		for (const [index, page] of this.page.context().pages().entries())
			await page.screenshot({ path: index === 0 ? path : path.replace(/(?=\.png$)/, `-${index + 1}`) });
	}

	/** Shows the list of workflows, without messages, for the next visit. If that's impossible, closes the page. */
	async leave() {
		const timeout = LEAVING_PATIENCE;
		const list = this.at('resources-list-wrapper');
		const unsaved = this.page.getByRole('button', { name: 'Leave without saving' });
		try {
			for (const page of this.page.context().pages()) if (page !== this.page) await page.close();
			if (await this.credential.isVisible()) await this.closeCredential();
			await this.open('/home/workflows');
			await list.or(unsaved).first().waitFor({ timeout });
			if (await unsaved.isVisible()) await unsaved.click({ timeout });
			await list.waitFor({ timeout });
			await this.page
				.locator('.el-notification__closeBtn')
				.evaluateAll((buttons) => buttons.forEach((button) => button.click()));
			const covering = this.page.locator('[role="alert"]:visible, [role="dialog"]:visible');
			await covering.first().waitFor({ state: 'hidden', timeout });
		} catch {
			await this.close();
		}
	}

	async close() {
		for (const page of this.page.context().pages()) await page.close();
	}
}

/** Waits until a condition is true. */
export async function until(condition, complaint, patience = PATIENCE) {
	const deadline = Date.now() + patience;
	while (!(await condition())) {
		if (Date.now() > deadline) assert.fail(complaint());
		await sleep(POLL_EVERY);
	}
}

/** Repeats an attempt until it succeeds. */
async function tryAgain(attempt) {
	const deadline = Date.now() + PAGE_PATIENCE;
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await sleep(1_000);
		}
	}
}

/** Waits until a part of the page contains all of these words. Whitespace is collapsed. */
export async function says(part, ...words) {
	let text = '';
	await until(
		async () => {
			// During a navigation, the text can't be read.
			text = await textOf(part).catch(({ message }) => message);
			return words.every((word) => (word instanceof RegExp ? word.test(text) : text.includes(word)));
		},
		() => `Expected ${words.map(String).join(' | ')} in: ${text}`,
	);
}

/** The text of a part of the page, including the values of its fields, in one line. */
export async function textOf(part) {
	const texts = await part.evaluateAll((elements) =>
		elements.flatMap((element) => [
			element.innerText,
			...[element, ...element.querySelectorAll('input, textarea')].map(({ value }) => value),
		]),
	);
	return texts.join(' ').replace(/\s+/g, ' ').trim();
}
