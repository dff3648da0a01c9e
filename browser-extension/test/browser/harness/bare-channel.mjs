/** Bytes of one message: a block of the peer wire protocol. */
const MESSAGE = 16 * 1024;

/**
 * Measures what a data channel between two pages carries without anything of ours: the most that a
 * download over WebRTC can reach on this machine.
 *
 * @param giver, taker pages that are open in browsers of the same network
 * @returns megabytes a second
 */
export async function bareChannel(giver, taker, bytes) {
  const offer = await giver.evaluate(openChannel);
  const answer = await taker.evaluate(acceptChannel, offer);
  const received = taker.evaluate(receive, bytes);
  await giver.evaluate(send, answer, bytes, MESSAGE);
  return bytes / 1e3 / (await received);
}

/** Runs in the page that gives. */
async function openChannel() {
  const connection = (globalThis.connection = new RTCPeerConnection());
  globalThis.channel = connection.createDataChannel("bench");
  await connection.setLocalDescription(await connection.createOffer());
  while (connection.iceGatheringState !== "complete") {
    await new Promise((resolve) => (connection.onicegatheringstatechange = resolve));
  }
  return connection.localDescription.sdp;
}

/** Runs in the page that takes. */
async function acceptChannel(sdp) {
  const connection = (globalThis.connection = new RTCPeerConnection());
  globalThis.opened = new Promise((resolve) => (connection.ondatachannel = (event) => resolve(event.channel)));
  await connection.setRemoteDescription({ type: "offer", sdp });
  await connection.setLocalDescription(await connection.createAnswer());
  while (connection.iceGatheringState !== "complete") {
    await new Promise((resolve) => (connection.onicegatheringstatechange = resolve));
  }
  return connection.localDescription.sdp;
}

/** Runs in the page that takes; the milliseconds from the first byte to the last one. */
async function receive(bytes) {
  const channel = await globalThis.opened;
  channel.binaryType = "arraybuffer";
  let begun = 0;
  let count = 0;
  return new Promise((resolve) => {
    channel.onmessage = (message) => {
      begun ||= performance.now();
      count += message.data.byteLength;
      if (count >= bytes) {
        resolve(performance.now() - begun);
      }
    };
  });
}

/** Runs in the page that gives. */
async function send(sdp, bytes, length) {
  await globalThis.connection.setRemoteDescription({ type: "answer", sdp });
  const channel = globalThis.channel;
  if (channel.readyState !== "open") {
    await new Promise((resolve) => (channel.onopen = resolve));
  }
  const message = new Uint8Array(length);
  const most = 16 * length;
  channel.bufferedAmountLowThreshold = most / 4;
  let left = bytes;
  const fill = () => {
    for (; left > 0 && channel.bufferedAmount < most; left -= length) {
      channel.send(message);
    }
  };
  channel.onbufferedamountlow = fill;
  fill();
}
