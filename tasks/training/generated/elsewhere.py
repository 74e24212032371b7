"""Templates of documents that an oil company's folders hold beside those with a label: letters, invoices, minutes …"""

from tasks.training.generated.compose import Kind, Table

UNKNOWN = "unknown"

INVOICE = Kind(UNKNOWN, ("Invoice", "Invoice {rate}", "Purchase order", "Faktura", "Delivery note"),
    ("Invoice no.: {rate}", "Due date: {date}", "Customer no.: {rate}", "VAT: 25 %", "Payment terms: {n} days", "Total: {rate} NOK"),
    {"Terms": ("Payment within {n} days.", "Interest is charged on late payment.", "Goods remain our property until paid.", "Betalingsfrist {n} dager."),
     "Delivery": ("Delivered to warehouse {n}.", "Freight is included.", "Please quote the order number.")},
    (Table(("Item", "Description", "Quantity", "Unit price", "Amount"), ("{n}", "Office chair", "{n}", "{rate}", "{rate}"), (2, 12)),))  # fmt: skip

MINUTES = Kind(UNKNOWN, ("Minutes of meeting", "Weekly team meeting", "Agenda", "Møtereferat", "Referat fra styremøte"),
    ("Present: {initials}, {initials}", "Absent: {initials}", "Next meeting: {date}", "Secretary: {initials}"),
    {"Items discussed": ("The budget for the canteen was discussed.", "{initials} presented the new intranet.", "The summer party is on {date}.", "Parking places will be reduced.", "Budsjettet ble gjennomgått."),
     "Any other business": ("No other business.", "The meeting ended at {time}.", "Neste møte er {date}.")})  # fmt: skip

LETTER = Kind(UNKNOWN, ("Dear Sir or Madam", "To whom it may concern", "Job application", "Resignation", "Contract of employment", "Curriculum vitae", "Arbeidsavtale"),
    ("Our ref: {rate}", "Subject: your letter of {date}", "Address: {n} Harbour Street"),
    {"Text": ("Thank you for your letter of {date}.", "I am writing to apply for the position advertised.", "We regret to inform you that the position has been filled.", "I have {n} years of experience with accounting.",
              "Please find enclosed the signed agreement.", "Vi viser til Deres brev av {date}.", "The employee is entitled to {n} days of holiday.", "Skills: office software, languages, driving licence.")})  # fmt: skip

NEWS = Kind(UNKNOWN, ("Oil price falls", "Quarterly results", "Company shares rise after discovery", "Press release", "Newsletter", "Oljeprisen stiger", "Annual report"),
    ("Published: {date}", "By our correspondent", "Investor contact: {initials}"),
    {"Story": ("Crude oil prices fell {small} % on fears of lower demand.", "{company} reported a profit of {cost} million.", "The minister said that exports would grow.", "Analysts expected more.",
               "Shares in {company} rose after the news.", "The union and the employers met again on {date}.", "Statsråden sier at utslippene skal ned.", "The company will cut {rate} jobs."),
     "Background": ("The field came on stream in {date}.", "The group has {rate} employees.", "The dividend is {small} kroner a share.", "The pipeline was attacked, officials said.")})  # fmt: skip

MANUAL = Kind(UNKNOWN, ("User manual", "Installation guide", "Release notes", "README", "Standard operating procedure for printers", "Brukerveiledning"),
    ("Version: {small}", "Licence: see file", "Copyright {date}"),
    {"Installation": ("Unpack the archive and run the installer.", "Set the environment variable and restart.", "Click Next to continue.", "The default port is {rate}.", "Fixed a crash when the file is empty."),
     "Licence": ("Permission is granted to use, copy and distribute this software.", "The software is provided as is, without warranty of any kind.", "See the notice file for details.", "Redistributions must keep this notice."),
     "Examples": ("def main(): return {n}", "for i in range({n}): print(i)", "<table><tr><td>{n}</td></tr></table>", "SELECT name FROM users WHERE id = {n};")})  # fmt: skip

SHEET = Kind(UNKNOWN, ("Sheet1", "Book1", "Budget", "Timesheet", "Travel expenses", "Address list", "Test"),
    ("Currency: NOK", "Year: {date}"),
    {"Notes": ("Sum of column {n}.", "See sheet {n}.", "Total {rate}.", "Formula test.")},
    (Table(("A", "B", "C", "D", "E"), ("{n}", "{small}", "{rate}", "{date}", "{percent}"), (3, 60)),
     Table(("Name", "Department", "Amount", "Date", "Approved"), ("{initials}", "Finance", "{rate}", "{date}", "yes"), (3, 30)),
     Table(("Product", "Region", "Q1", "Q2", "Q3", "Q4"), ("Widget", "North", "{rate}", "{rate}", "{rate}", "{rate}"), (3, 30))))  # fmt: skip

PAPER = Kind(UNKNOWN, ("Abstract", "A study of methods", "Lecture notes", "Thesis", "Introduction to statistics", "Course plan"),
    ("Keywords: method, model", "Department of sciences", "Received {date}"),
    {"Introduction": ("We propose a method for learning from text.", "In this paper we study {n} patients.", "Previous work has shown that this holds.", "The theorem follows by induction."),
     "Results": ("Table {n} shows the results.", "The difference is significant (p < 0.0{n}).", "Our model is better by {small} points.", "Figure {n} shows the curve."),
     "References": ("[{n}] Proceedings of the conference, pp. {rate}.", "[{n}] Journal of methods, vol. {n}.")})  # fmt: skip

KINDS = (INVOICE, MINUTES, LETTER, NEWS, MANUAL, SHEET, PAPER)
