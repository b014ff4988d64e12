// The TypeScript SDK's client, asked over standard input: a line of JSON for each question, a line for each answer, as they come.
// usage: node sdk-client.mjs FOLDER, where FOLDER has the SDK's client
import readline from 'node:readline';

const folder = process.argv[2];
const { Client } = await import(`${folder}/index.js`);
const { StreamableHTTPClientTransport } = await import(`${folder}/streamableHttp.js`);
const { StdioClientTransport } = await import(`${folder}/stdio.js`);

// What takes longer than this is no answer.
const options = { timeout: 5000 };
const clients = new Map();

const ask = async question => {
    let client = clients.get(question.conversation);
    if (!client) {
        client = new Client({ name: 'reference', version: '1.0' });
        const transport = question.url
            ? new StreamableHTTPClientTransport(new URL(question.url))
            : new StdioClientTransport({ command: question.command, args: question.args, stderr: 'ignore' });
        await client.connect(transport, options);
        clients.set(question.conversation, client);
    }

    if (question.asks === 'list') {
        const { tools } = await client.listTools({}, options);
        return { text: tools.map(tool => tool.name).join(' ') };
    }

    const result = await client.callTool({ name: 'echo', arguments: { message: question.message } }, undefined, options);
    return result.content?.[0]?.text === undefined ? { error: JSON.stringify(result) } : { text: result.content[0].text };
};

readline.createInterface({ input: process.stdin }).on('line', async line => {
    const question = JSON.parse(line);
    const answer = await ask(question).catch(error => ({ error: String(error) }));
    process.stdout.write(JSON.stringify({ id: question.id, ...answer }) + '\n');
});
