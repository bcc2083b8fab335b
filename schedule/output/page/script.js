(function () {
  "use strict";
  var root = document.documentElement;
  var all = function (where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); };
  var main = document.querySelector("main"), told = document.getElementById("told"), search = document.getElementById("q");
  var tasks = all(document.getElementById("tasks"), "details"), parts = all(main, ".t");
  var sheet = document.getElementById("sheet"), shade = document.getElementById("shade"), back = null;
  root.className = "js";

  function seen(one) { return one.offsetParent !== null || one.getClientRects().length > 0; }

  // The style sheet hides by body and for critical tasks; here is the search, and what to say of sections left empty.
  function filter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean), found = {};
    root.classList.toggle("seek", words.length > 0);
    tasks.forEach(function (one) {
      var text = one.getAttribute("data-s");
      found[one.getAttribute("data-t")] = words.every(function (word) { return text.indexOf(word) >= 0; });
    });
    parts.forEach(function (one) {
      var own = one.getAttribute("data-t").split(" ");
      one.classList.toggle("miss", !own.some(function (number) { return found[number]; }));
    });
    headings();
    all(main, ".paper").forEach(function (section) {
      var own = all(section, ".t");
      section.classList.toggle("empty", own.length > 0 && !own.some(seen));
    });
    told.textContent = told.getAttribute("data-say").replace("#", String(tasks.filter(seen).length));
  }

  // A heading stands while a row below it does: filters together can leave it none.
  function headings() {
    all(main, ".hd, .group").forEach(function (one) {
      var next = one.nextElementSibling, some = false, line = one.classList.contains("hd") ? "A" : "TR";
      while (next && !some) {
        var other = next.classList.contains("hd") || next.classList.contains("group");
        if (other && (!next.classList.contains("sub") || one.classList.contains("sub"))) { break; }
        some = !other && next.tagName === line && seen(next);
        next = next.nextElementSibling;
      }
      if (!some) { one.classList.add("miss"); }
    });
  }

  // The chosen body stays in sight, and what sticks below the filters knows how high they are.
  function place() {
    var bar = document.querySelector(".bar"), chips = document.querySelector(".chips");
    var label = all(chips, "label").filter(function (one) { return document.getElementById(one.htmlFor).checked; }).pop();
    root.style.setProperty("--bar", bar.offsetHeight + "px");
    if (label) { chips.scrollLeft = label.offsetLeft - (chips.clientWidth - label.offsetWidth) / 2; }
  }

  function close() {
    sheet.hidden = shade.hidden = true;
    if (back) { back.focus({ preventScroll: true }); }
    back = null;
  }

  function show(number, from) {
    var one = document.getElementById(number);
    if (!one) { return false; }
    var copy = one.cloneNode(true), what = document.getElementById("what");
    copy.removeAttribute("id");
    copy.className = "";
    copy.open = true;
    copy.querySelector("summary").tabIndex = -1;
    what.textContent = "";
    what.appendChild(copy);
    back = from;
    sheet.hidden = shade.hidden = false;
    sheet.scrollTop = 0;
    document.getElementById("close").focus({ preventScroll: true });
    return true;
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest('a[href^="#t"]') : null;
    if (link && /^#t\d+$/.test(link.getAttribute("href")) && show(link.getAttribute("href").slice(1), link)) {
      event.preventDefault();
    }
  });
  document.getElementById("close").addEventListener("click", close);
  shade.addEventListener("click", close);
  document.addEventListener("keydown", function (event) {
    if (sheet.hidden) { return; }
    if (event.key === "Escape") { close(); }
    if (event.key === "Tab") { event.preventDefault(); document.getElementById("close").focus(); }
  });

  // A slider shows the rows of its setting, of which all stand in its table.
  all(main, ".dial").forEach(function (one, number) {
    var slider = one.querySelector("input"), settings = all(one, "tbody");
    function set() {
      settings.forEach(function (rows, k) { rows.classList.toggle("miss", k !== Number(slider.value)); });
      var said = all(settings[Number(slider.value)], "span").map(function (cell) { return cell.textContent; });
      slider.setAttribute("aria-valuetext", said.join(", "));
    }
    slider.addEventListener("input", set);
    set();
    one.open = number === 0;
  });

  tasks.forEach(function (one) { one.open = false; });
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = tasks.filter(function (one) { return !one.open; });
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (one) { one.open = false; }); });

  var near = document.getElementById("z1");
  if (near && document.querySelector(".views") && window.matchMedia("(max-width: 899px)").matches) { near.checked = true; }
  document.addEventListener("change", function (event) { if (event.target.className === "sw") { filter(); place(); } });
  window.addEventListener("resize", place);
  search.addEventListener("input", filter);
  filter();
  place();
}());
