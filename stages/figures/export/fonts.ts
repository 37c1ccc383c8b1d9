import {createRequire} from "node:module";

const require = createRequire(import.meta.url);

/** Files of the figures' font, Inter, from its npm package; nothing depends on the fonts of the machine. */
export const fonts = {
  regular: require.resolve("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"),
  italic: require.resolve("@expo-google-fonts/inter/400Regular_Italic/Inter_400Regular_Italic.ttf"),
  semiBold: require.resolve("@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf")
} as const;
