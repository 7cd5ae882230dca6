"""The sound of results, rendered with the real FFmpeg: music, codecs, channels, and sources of every kind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from support.clips import RED, Card, card, clip, ffmpeg
from support.clips_sound import OWN_LEVEL, SOUNDS, heard, level, loudest, tune, unknown
from support.local_cloud import Caller, job_request, local_cloud
from support.rendering import QUICK, compose, render
from tilewright.errors import Damaged, Refused
from tilewright.layout.rect import Rect
from tilewright.localcloud.music import Music
from tilewright.localcloud.render import Input, render_args
from tilewright.media.ffmpeg import Limits, find_ffmpeg, run
from tilewright.media.probe import probe
from tilewright.media.sound_probe import probe_sound
from tilewright.model.composition import Composition
from tilewright.model.options import Audio, AudioMix, Container, EffectConfig, TimeInterval
from tilewright.model.source import Source

FRAME = (128, 128)
WHOLE = Rect(0, 0, 128, 128)
QUICK_SOUNDS = ("wav", "mp3", "ogg")
FAST = QUICK.replace(preset="veryfast", fps=10)


def spoken(seconds: float = 1.0, pitch: float = 400) -> Path:
    return card(Card(width=64, height=64, colours=(RED,) * 4, seconds=seconds, pitch=pitch))


def made(
    *tiles: Path, sound: bool | None = True, audio: Audio | None = None, interval: TimeInterval | None = None
) -> tuple[Composition, Mapping[str, Input]]:
    rects = [(path, WHOLE) for path in tiles]
    return compose(FRAME, rects, video=FAST, sound=sound, audio=audio or Audio(), interval=interval)


def piece(path: Path, most: float, mode: str | None = None, *, replace: bool = False, **effects: float) -> Music:
    """``effects``: times by the names of their fields; each is switched on."""
    switches = {"start_fadein_time": "enable_start_fadein", "end_fadeout_time": "enable_end_fadeout"}
    switches["bgm_fade_time"] = "enable_bgm_fade"
    on = {switches[name]: True for name in effects}
    wish = AudioMix(
        audio_source=f"https://studio-1250000000.cos.local.myqcloud.com/{path.name}",
        mix_mode=mode,
        replace_original=replace or None,
        effect_config=EffectConfig(**effects, **on) if effects else None,  # type: ignore[arg-type]
    )
    return Music(path, probe_sound(path, path.name, most), wish)


def hear(
    composition: tuple[Composition, Mapping[str, Input]], output: Path, *music: Music
) -> tuple[Source, list[float]]:
    """What is known of the result, and its left channel."""
    render(*composition, output, music)
    return probe(output), list(heard(output)[0])


# --- background music


def test_that_music_is_added_to_the_sound_of_the_videos_at_its_own_level(tmp_path: Path) -> None:
    result, left = hear(made(spoken()), tmp_path / "out.mp4", piece(tune(700, 3), 1))
    assert result.duration == pytest.approx(1.0, abs=0.1)
    assert level(left, 400, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.2)
    assert level(left, 700, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.2)


def test_that_music_is_heard_although_the_sound_of_the_videos_is_not_kept(tmp_path: Path) -> None:
    _, left = hear(made(spoken(), sound=False), tmp_path / "out.mp4", piece(tune(700, 3), 1))
    assert level(left, 700, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.2)
    assert level(left, 400, 0.2, 0.8) < -60


@pytest.mark.parametrize("ending", ["m4a", "flac", "ogg"])
def test_that_music_alone_is_heard_to_the_last_sample(ending: str, tmp_path: Path) -> None:
    """The limiter gives its last samples out when all has gone in."""
    composition, inputs = made(spoken(), sound=False)
    assert composition.transcode is not None
    transcode = composition.transcode.replace(container=Container(format="wav"), audio=Audio())
    output = render(
        composition.replace(transcode=transcode), inputs, tmp_path / "out.wav", [piece(tune(700, 3, ending), 1)]
    )
    left = heard(output)[0]
    assert len(left) == 44100
    assert loudest(left, 0.995, 1.0) == pytest.approx(0.125, abs=0.02)


def test_that_music_that_replaces_drops_the_sound_of_all_videos(tmp_path: Path) -> None:
    composition = made(spoken(), spoken(pitch=500))
    _, left = hear(composition, tmp_path / "out.mp4", piece(tune(700, 3), 1, replace=True), piece(tune(900, 3), 1))
    assert level(left, 700, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.2)
    assert level(left, 900, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.2)
    assert max(level(left, 400, 0.2, 0.8), level(left, 500, 0.2, 0.8)) < -60


_STARTER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
"""


def peak(arguments: list[str]) -> int:
    """MiB of memory that FFmpeg takes at the most; started by a small process, as that of its parent counts, too."""
    command = [sys.executable, "-c", _STARTER, find_ffmpeg().path, *arguments]
    return int(subprocess.run(command, capture_output=True, check=True, timeout=120).stdout)


@pytest.mark.full
def test_that_long_music_is_repeated_to_the_sample_without_being_kept_in_memory(tmp_path: Path) -> None:
    """127 MB are decoded; the pitch tells a seam that is not whole."""
    song, long = tune(700, 360, "mp3"), 500
    composition, inputs = made(spoken(long), sound=False)
    assert composition.transcode is not None
    composition = composition.replace(transcode=composition.transcode.replace(container=Container(format="wav")))
    once, again = (
        peak(render_args(composition, inputs, tmp_path / f"{mode}.wav", (), [piece(song, long, mode)]))
        for mode in ("Once", "Repeat")
    )
    assert again < once + 40, (again, once)
    left = heard(tmp_path / "Repeat.wav")[0]
    for start in (1, 359.85, 360, 499):
        assert level(left, 700, start, start + 0.3) == pytest.approx(OWN_LEVEL, abs=0.3), start


@pytest.mark.parametrize("seconds", [pytest.param(1, marks=pytest.mark.full), 0.4])
def test_that_a_track_of_music_of_an_unknown_kind_is_passed_over(seconds: float, tmp_path: Path) -> None:
    song = tmp_path / "song.mkv"
    tones = [item for pitch in (600, 700) for item in ("-i", str(tune(pitch, seconds)))]
    ffmpeg(*tones, "-map", "0", "-map", "1", "-c:a", "flac", str(song))
    _, left = hear(made(spoken(), sound=False), tmp_path / "out.mp4", piece(unknown(song, "A_FLAC", tmp_path), 1))
    assert level(left, 700, 0.5, 0.75) == pytest.approx(OWN_LEVEL, abs=0.2)
    assert level(left, 600, 0.5, 0.75) < -50


@pytest.mark.parametrize("mode", [None, "Repeat", "repeat"])
def test_that_short_music_begins_again_until_the_end(mode: str | None, tmp_path: Path) -> None:
    result, left = hear(made(spoken(1.5), sound=False), tmp_path / "out.mp4", piece(tune(700, 0.4), 1.5, mode))
    assert result.duration == pytest.approx(1.5, abs=0.1)
    for start in (0.1, 0.5, 0.9, 1.3):
        assert level(left, 700, start, start + 0.15) == pytest.approx(OWN_LEVEL, abs=0.2)


def test_that_music_that_is_played_once_is_followed_by_silence(tmp_path: Path) -> None:
    result, left = hear(made(spoken(1.5), sound=False), tmp_path / "out.mp4", piece(tune(700, 0.5), 1.5, "Once"))
    assert level(left, 700, 0.1, 0.4) == pytest.approx(OWN_LEVEL, abs=0.2)
    assert loudest(left, 0.6, 1.4) < 0.001
    assert result.duration == pytest.approx(1.5, abs=0.1)


def test_that_music_begins_with_the_result_whatever_is_cut_off(tmp_path: Path) -> None:
    cut = TimeInterval(start=1, duration=0.8)
    composition = made(spoken(2), interval=cut)
    result, left = hear(composition, tmp_path / "out.mp4", piece(tune(700, 0.4), 0.8, "Once"))
    assert result.duration == pytest.approx(0.8, abs=0.1)
    assert level(left, 700, 0.05, 0.35) == pytest.approx(OWN_LEVEL, abs=0.3)
    assert level(left, 400, 0.05, 0.75) == pytest.approx(OWN_LEVEL, abs=0.2)
    assert level(left, 700, 0.5, 0.75) < -50


def test_that_music_fades_in_at_the_start_and_out_at_the_end_of_the_result(tmp_path: Path) -> None:
    fading = piece(tune(700, 0.7), 2, start_fadein_time=0.5, end_fadeout_time=1.0)
    _, left = hear(made(spoken(2), sound=False), tmp_path / "out.mp4", fading)
    assert loudest(left, 0, 0.05) < 0.125 * 0.15
    assert loudest(left, 0.2, 0.3) == pytest.approx(0.125 * 0.6, abs=0.015)
    assert loudest(left, 0.6, 0.9) == pytest.approx(0.125, abs=0.005)
    assert loudest(left, 1.5, 1.6) == pytest.approx(0.125 * 0.5, abs=0.015)
    assert loudest(left, 1.96, 2.0) < 0.125 * 0.1


def test_that_music_played_once_fades_out_at_its_own_end(tmp_path: Path) -> None:
    fading = piece(tune(700, 1), 2, "Once", end_fadeout_time=0.5)
    _, left = hear(made(spoken(2), sound=False), tmp_path / "out.mp4", fading)
    assert loudest(left, 0.1, 0.45) == pytest.approx(0.125, abs=0.005)
    assert loudest(left, 0.75, 0.8) == pytest.approx(0.125 * 0.5, abs=0.015)


def test_that_music_fades_in_each_time_that_it_begins_again(tmp_path: Path) -> None:
    fading = piece(tune(700, 0.6), 1.7, bgm_fade_time=0.3)
    _, left = hear(made(spoken(1.7), sound=False), tmp_path / "out.mp4", fading)
    assert loudest(left, 0.02, 0.1) == pytest.approx(0.125, abs=0.005)
    for start in (0.6, 1.2):
        assert loudest(left, start, start + 0.03) < 0.125 * 0.2
        assert loudest(left, start + 0.1, start + 0.15) == pytest.approx(0.125 * 0.5, abs=0.02)
        assert loudest(left, start + 0.35, start + 0.5) == pytest.approx(0.125, abs=0.005)


def test_that_a_fade_that_is_off_has_no_effect(tmp_path: Path) -> None:
    fading = piece(tune(700, 3), 1)
    off = EffectConfig(enable_start_fadein=False, start_fadein_time=0.9, enable_end_fadeout=False, end_fadeout_time=0)
    wish = fading.wish.replace(effect_config=off)
    _, left = hear(made(spoken(), sound=False), tmp_path / "out.mp4", Music(fading.path, fading.sound, wish))
    assert loudest(left, 0.05, 0.15) == pytest.approx(0.125, abs=0.005)


@pytest.mark.parametrize(
    "ending", [*QUICK_SOUNDS, *(pytest.param(one, marks=pytest.mark.full) for one in SOUNDS if one not in QUICK_SOUNDS)]
)
def test_that_nothing_is_heard_between_two_repetitions(ending: str, tmp_path: Path) -> None:
    """450 Hz fit into 0.4 s without a rest: the tone goes on over the seam, but for the encoder's own silence."""
    path = tune(450, 0.4, ending)
    sound = probe_sound(path, path.name, 2)
    result, left = hear(made(spoken(1.5), sound=False), tmp_path / "out.mp4", piece(path, 1.5))
    assert result.has_sound
    seam = sound.seconds
    is_exact = ending in {"wav", "flac", "mp3"}
    assert seam == pytest.approx(0.4, abs=0.0001 if is_exact else 0.13)
    if is_exact:
        quiet = min(loudest(left, at, at + 0.003) for at in [seam - 0.01 + 0.001 * step for step in range(20)])
        assert quiet == pytest.approx(0.125, abs=0.01)
    own = level(heard(path)[0], 450, 0.15, 0.25)  # amr is made for speech and does not keep the level of a tone
    for number in range(3):
        middle = number * seam + 0.2
        assert level(left, 450, middle - 0.05, middle + 0.05) == pytest.approx(own, abs=0.6)


def test_that_music_in_mono_is_heard_left_and_right_at_its_own_level(tmp_path: Path) -> None:
    path = tune(700, 1, channels=1, rate=22050)
    render(*made(spoken(), sound=False), tmp_path / "out.mp4", [piece(path, 1)])
    for channel in heard(tmp_path / "out.mp4"):
        assert level(channel, 700, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.2)


def test_that_a_cover_in_a_song_does_no_harm(tmp_path: Path) -> None:
    from PIL import Image

    from support.clips import ffmpeg

    Image.new("RGB", (64, 64)).save(tmp_path / "cover.png")
    song = tmp_path / "song.mp3"
    covered = ["-map", "0", "-map", "1", "-c", "copy", "-id3v2_version", "3", "-disposition:v", "attached_pic"]
    ffmpeg("-i", str(tune(700, 1, "mp3")), "-i", str(tmp_path / "cover.png"), *covered, str(song))
    _, left = hear(made(spoken(), sound=False), tmp_path / "out.mp4", piece(song, 1))
    assert level(left, 700, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.3)


def test_that_every_run_with_repeated_music_comes_to_its_end(tmp_path: Path) -> None:
    composition, inputs = made(spoken(0.5))
    music = [piece(tune(700, 0.15), 0.5), piece(tune(900, 0.2, "mp3"), 0.5, bgm_fade_time=0.1)]
    arguments = render_args(composition, inputs, tmp_path / "out.mp4", (), music)
    assert "loop=-1" not in " ".join(arguments)
    for _ in range(8):
        run(find_ffmpeg(), arguments, limits=Limits(stall_seconds=10))


def test_that_a_playlist_is_no_music(tmp_path: Path) -> None:
    lure = tmp_path / "song.mp3"
    lure.write_text(f"#EXTM3U\n#EXTINF:2,\n{tune(700, 1, 'mp3')}\n#EXT-X-ENDLIST\n")
    with pytest.raises(Refused, match="playlist"):
        probe_sound(lure, "song.mp3", 1)
    (tmp_path / "broken.mp3").write_bytes(b"nothing of a sound" * 100)
    with pytest.raises(Damaged):
        probe_sound(tmp_path / "broken.mp3", "broken.mp3", 1)
    with pytest.raises(Refused, match="no sound"):
        probe_sound(clip("silent"), "silent.mp4", 1)
    with pytest.raises(Refused, match="shorter"):
        probe_sound(tune(700, 0.02), "click.wav", 1)


# --- as jobs of the local cloud


class TestJobs:
    @pytest.fixture
    def caller(self, tmp_path: Path) -> Iterator[Caller]:
        with local_cloud(tmp_path / "cloud") as cloud:
            caller = Caller(cloud.endpoint)
            caller.put("in/a.mp4", spoken().read_bytes())
            caller.put("in/歌 1.mp3", tune(700, 0.4, "mp3").read_bytes())
            yield caller

    def job(self, caller: Caller, *urls: str, audio: bool = True) -> bytes:
        body = job_request(caller.url("in/a.mp4"), size=FRAME).decode()
        pieces = "".join(f"<AudioMixArray><AudioSource>{url}</AudioSource></AudioMixArray>" for url in urls)
        body = body.replace("</Transcode>", f"{pieces}</Transcode>")
        return (body if audio else body.replace("<Audio><Codec>aac</Codec></Audio>", "")).encode()

    def test_that_a_job_with_music_plays_it(self, caller: Caller, tmp_path: Path) -> None:
        done = caller.wait(caller.submit(self.job(caller, caller.url("in/歌 1.mp3"))).job_id)
        assert done.state == "Success", done
        (tmp_path / "out.mp4").write_bytes(caller.get(done.result_keys[0]).body)
        left = heard(tmp_path / "out.mp4")[0]
        for pitch in (400, 700):
            assert level(left, pitch, 0.2, 0.9) == pytest.approx(OWN_LEVEL, abs=0.4)

    def test_that_music_of_a_result_without_sound_is_not_even_looked_for(self, caller: Caller, tmp_path: Path) -> None:
        """The service ignores it (ci-templates §7); the checks stop who composes it (ADR 0017)."""
        done = caller.wait(caller.submit(self.job(caller, caller.url("in/nothing.mp3"), audio=False)).job_id)
        assert done.state == "Success", done
        (tmp_path / "out.mp4").write_bytes(caller.get(done.result_keys[0]).body)
        assert not probe(tmp_path / "out.mp4", "out").has_sound

    @pytest.mark.parametrize(
        ("key", "content", "code"),
        [
            ("in/nothing.mp3", None, "ResourceNotFound"),
            ("in/list.mp3", b"#EXTM3U\nfile:///etc/passwd\n", "ResourceNotSupported"),
            ("in/broken.mp3", b"nothing of a sound" * 50, "ResourceDownloadFailed"),
        ],
    )
    def test_that_bad_music_fails_the_job_by_name(
        self, caller: Caller, key: str, content: bytes | None, code: str
    ) -> None:
        if content:
            caller.put(key, content)
        done = caller.wait(caller.submit(self.job(caller, caller.url(key))).job_id)
        assert (done.state, done.code) == ("Failed", code)
        assert key in done.message

    def test_that_a_third_piece_is_not_taken(self, caller: Caller) -> None:
        url = caller.url("in/歌 1.mp3")
        reply = caller.call("POST", "/jobs", body=self.job(caller, url, url, url), host=caller.ci_host)
        assert reply.status == 400
        assert b"more than two pieces" in reply.body

    def test_that_a_source_that_was_replaced_is_looked_at_again(self, caller: Caller) -> None:
        body = self.job(caller)
        assert caller.wait(caller.submit(body).job_id).state == "Success"
        caller.put("in/a.mp4", b"nothing of a video" * 50)
        done = caller.wait(caller.submit(body).job_id)
        assert (done.state, done.code) == ("Failed", "ResourceDownloadFailed")
