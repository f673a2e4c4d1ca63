"""A picture as an object of a page."""

from dataclasses import dataclass

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG; sizes in dots."""

    width: int
    height: int
    data: bytes
    grey: bool = False

    def stream(self) -> PDFStream:
        """Return the object that a page shows."""
        space = "DeviceGray" if self.grey else "DeviceRGB"
        entries = {
            "Type": PDFName("XObject"),
            "Subtype": PDFName("Image"),
            "Width": self.width,
            "Height": self.height,
            "ColorSpace": PDFName(space),
            "BitsPerComponent": 8,
            "Filter": PDFName("DCTDecode"),
        }
        return PDFStream(PDFDictionary(entries), self.data)

    def fitted(self, *, width: float, height: float) -> tuple[float, float]:
        """Return how wide and high it is in a frame, in points; never larger than 100 an inch."""
        scale = min(width / self.width, height / self.height, 0.72)
        return self.width * scale, self.height * scale

    def draw(self, key: str, *, left: float, top: float, width: float, height: float) -> str:
        """Return the operators that show it with its top left corner at a point."""
        return f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {top - height:.2f} cm /{key} Do Q"
