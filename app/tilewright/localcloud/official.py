"""The official transcode templates as ci-templates §12 lists them: the newer values where it has them.

None states a height (ci-templates §1, rule 3), so none can be named by a job; they can be looked at and copied.
"""

from __future__ import annotations

from ..model.options import Audio, Container, Transcode, Video
from ..model.template import OFFICIAL, TRANSCODE_TAG, Template

_LISTED: tuple[tuple[str, str, str, int, int, int], ...] = (
    # id, name, format, width, kbit/s of the picture, kbit/s of the sound
    ("t0e2b9f4cd25184c6ab73d0c85a6ee9cb5", "H264-MP4-LD-360P", "mp4", 640, 500, 80),
    ("t0876739cd865042d1957d73c78f0484fb", "H264-MP4-SD-480P", "mp4", 720, 800, 80),
    ("t0852e7ff4acd4484e99ba104f3840d3cb", "H264-MP4-HD-720P", "mp4", 1280, 2000, 128),
    ("t04df9eb0c373c4a8780ec894ce05469a7", "H264-MP4-FHD-1080P", "mp4", 1920, 3500, 160),
    ("t09d027135634d47048e5a30dc1e19ee90", "H264-MP4-2K", "mp4", 2048, 4800, 160),
    ("t08788470df1df4e8a898d0fc1efd9c21e", "H264-MP4-4K", "mp4", 3840, 5600, 160),
    ("t0e634622e8dfb49339ba478d60ddc7188", "H264-HLS-LD-360P", "hls", 640, 500, 80),
    ("t0fa5bdbf58bb348e88bf73fae5d674fdf", "H264-HLS-SD-480P", "hls", 720, 800, 80),
    ("t09d0f419921e44ed98190f355ec9fd629", "H264-HLS-HD-720P", "hls", 1280, 2000, 128),
    ("t080ae8a06f9074f3daa46201078f8d4b1", "H264-HLS-FHD-1080P", "hls", 1920, 3500, 128),
    ("t0ab68939cef0f40d19c4a135df540239f", "H264-HLS-2K", "hls", 2048, 4800, 128),
    ("t0e165bef65ed24d568eeecc8661248af6", "H264-FLV-LD-360P", "flv", 640, 512, 128),
    ("t057d0410c32444e48b9220f9571e6097a", "H264-FLV-SD-480P", "flv", 720, 1024, 128),
    ("t00daf332ba39049f8bfb899c1ed0134b0", "H264-FLV-HD-720P", "flv", 1280, 2000, 128),
    ("t0d41905a814434c8a81897ecb54d53a32", "H264-FLV-FHD-1080P", "flv", 1920, 3500, 128),
    ("t0e287e59454b94a8983ba78a6a30ee864", "H264-FLV-2K", "flv", 2048, 4800, 128),
)

OFFICIAL_TEMPLATES: tuple[Template, ...] = tuple(
    Template(
        id=template_id,
        name=name,
        tag=TRANSCODE_TAG,
        category=OFFICIAL,
        transcode=Transcode(
            container=Container(format=file_format),
            video=Video(codec="H.264", width=width, bitrate=video_bitrate),
            audio=Audio(codec="aac", bitrate=audio_bitrate),
        ),
    )
    for template_id, name, file_format, width, video_bitrate, audio_bitrate in _LISTED
)
