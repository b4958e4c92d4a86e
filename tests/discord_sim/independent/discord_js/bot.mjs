// A small voting bot on discord.js, which shares no code with discord.py. Arguments: the folder of the library, the
// address of the API, the token. Prints one JSON object a line.
import { createRequire } from "node:module";

const [folder, api, token] = process.argv.slice(2);
const {
  ActionRowBuilder, ButtonBuilder, ButtonStyle, Client, ContainerBuilder, Events, GatewayIntentBits, LabelBuilder,
  MessageFlags, ModalBuilder, TextDisplayBuilder, TextInputBuilder, TextInputStyle,
} = createRequire(`${folder}/`)("discord.js");

const say = (what) => console.log(JSON.stringify(what));
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api }, allowedMentions: { parse: [] } });

function panel(dots) {
  const button = (label, to) =>
    new ButtonBuilder().setLabel(label).setCustomId(`dots:${to}`).setStyle(ButtonStyle.Secondary);
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [
      new ContainerBuilder()
        .addTextDisplayComponents(new TextDisplayBuilder().setContent(`**${5 - dots} of 5 dots left**`))
        .addActionRowComponents(new ActionRowBuilder().addComponents(button("-", dots - 1), button("+", dots + 1))),
    ],
  };
}

function form() {
  const words = new TextInputBuilder().setCustomId("words").setStyle(TextInputStyle.Paragraph);
  const field = new LabelBuilder().setLabel("Your words").setTextInputComponent(words);
  return new ModalBuilder().setCustomId("form").setTitle("An idea").addLabelComponents(field);
}

const commands = [
  {
    name: "vote",
    description: "Put dots on an idea",
    options: [
      { type: 3, name: "idea", description: "Which", required: true, autocomplete: true },
      { type: 4, name: "dots", description: "How many", min_value: 0, max_value: 2 },
    ],
  },
  { name: "write", description: "Write an idea" },
  { name: "export", description: "A file" },
  { name: "Turn into an idea", type: 3 },
];

async function answer(interaction) {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    await interaction.respond(["Benches", "Trees"].filter((one) => one.includes(typed)).map((one) => ({ name: one, value: one })));
  } else if (interaction.isButton()) {
    await interaction.update(panel(Number(interaction.customId.split(":")[1])));
  } else if (interaction.isModalSubmit()) {
    const words = interaction.fields.getTextInputValue("words");
    await interaction.reply({ content: `Kept: ${words}`, flags: MessageFlags.Ephemeral });
  } else if (interaction.isMessageContextMenuCommand()) {
    await interaction.reply({ content: `An idea: ${interaction.targetMessage.content}`, flags: MessageFlags.Ephemeral });
  } else if (interaction.commandName === "vote") {
    const shown = panel(interaction.options.getInteger("dots") ?? 0);
    await interaction.reply({ ...shown, flags: shown.flags | MessageFlags.Ephemeral });
  } else if (interaction.commandName === "write") {
    await interaction.showModal(form());
  } else if (interaction.commandName === "export") {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply({ content: "Ready", files: [{ attachment: Buffer.from("a,b"), name: "log.csv" }] });
    await interaction.followUp({ content: "And that was all", flags: MessageFlags.Ephemeral });
  }
}

client.on(Events.InteractionCreate, (interaction) => answer(interaction).catch((error) => say({ error: String(error) })));
client.once(Events.ClientReady, async () => {
  try {
    await client.application.commands.set(commands);
    const channel = client.guilds.cache.first().channels.cache.find((one) => one.isTextBased());
    const sent = await channel.send({ content: "Framing has begun" });
    await sent.edit("Framing goes on");
    const thread = await sent.startThread({ name: "Talk" });
    await thread.send("Here");
    const refused = await channel.send({ content: "x".repeat(2001) }).catch((error) => error.code);
    say({ ready: true, refused, guilds: client.guilds.cache.size });
  } catch (error) {
    say({ error: String(error) });
  }
});
process.stdin.on("end", () => client.destroy().then(() => process.exit(0)));
process.stdin.resume();
client.login(token).catch((error) => say({ error: String(error) }));
