// The square, read from the camera or from a picture by zxing-wasm, which this site serves itself.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { PREFIX } from "../reader/token.mjs";

const OPTIONS = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 4 };
const LARGEST = 2_000;
const PAUSE = 40;

prepareZXingModule({
  overrides: { locateFile: () => new URL("zxing_reader.wasm", import.meta.url).href },
});

// Loads the reader, so that it is there when the network is not.
export const warm = () => readBarcodes(new ImageData(1, 1), OPTIONS);

// The text of a picture's square: ours before any other; null where none is read.
export async function ofPicture(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  return ofPixels(picture, Math.round(picture.width * scale), Math.round(picture.height * scale));
}

const canvas = document.createElement("canvas");

async function ofPixels(source, width, height) {
  Object.assign(canvas, { width, height });
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  drawing.drawImage(source, 0, 0, width, height);
  const found = await readBarcodes(drawing.getImageData(0, 0, width, height), OPTIONS);
  const texts = found.filter(({ isValid }) => isValid).map(({ text }) => text);
  return texts.find((text) => text.startsWith(PREFIX)) ?? texts[0] ?? null;
}

// Shows the camera and calls back with the first square read; returns the function that stops it.
// Throws the browser's error where there is no camera or it is not allowed.
export async function fromCamera(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  let running = true;
  const stop = () => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const look = async () => {
    if (!running) return;
    const text = video.videoWidth ? await ofPixels(video, video.videoWidth, video.videoHeight) : null;
    if (!running) return;
    if (text === null) setTimeout(look, PAUSE);
    else {
      stop();
      found(text);
    }
  };
  look();
  return stop;
}
